// Serves the built page with the stand-in edge: open the printed addresses.
import { fakeEdge } from './fake-edge.mjs';
import { SCENES } from './rooms.mjs';

const edge = await fakeEdge({
  port: Number(process.env.PORT ?? 7199),
  locale: process.env.LOCALE ?? 'en-GB',
});
for (const name of SCENES) {
  console.log(`${edge.url}#${name}`);
}
