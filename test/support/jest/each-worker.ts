import 'reflect-metadata';

// The run is over: a worker goes with it, whatever a suite has left open.
process.once('disconnect', () => process.exit());
