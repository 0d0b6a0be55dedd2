/**
 * What may block (opening a serial port, talking to the card service, reading a file) runs on threads of the runtime's
 * pool, of which there are four by default: four devices that hang would hold up everything. This has to be said before
 * the pool is used for the first time, so it is the first import of the process.
 */
process.env.UV_THREADPOOL_SIZE ??= '24';
