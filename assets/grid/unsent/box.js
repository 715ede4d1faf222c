// Where the seals lie: one table of IndexedDB. In clear stand only a random id, whose browser-wide tag (no name), the
// entity, the page that holds it and when it was put there.
const NAME = "daybook-unsent";
const TABLE = "sealed";

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onerror = transaction.onabort = () => reject(transaction.error ?? new Error("the storage refused"));
});

export class Box {
  constructor(database) {
    this.database = database;
  }

  // Throws where the browser keeps nothing (private windows of some, no room).
  static async opened() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "id" });
    return new Box(await done(request));
  }

  async change({ put = [], remove = [] }) {
    const transaction = this.database.transaction(TABLE, "readwrite");
    const table = transaction.objectStore(TABLE);
    for (const record of put) table.put(record);
    for (const id of remove) table.delete(id);
    await finished(transaction);
  }

  async all() {
    return done(this.database.transaction(TABLE).objectStore(TABLE).getAll());
  }

  // Gives those records of the page `from` that pass `belongs` to the page `to`, and answers them. One transaction:
  // nobody else gets them too.
  async handOver(from, to, belongs) {
    const transaction = this.database.transaction(TABLE, "readwrite");
    const table = transaction.objectStore(TABLE);
    const taken = (await done(table.getAll())).filter((record) => record.page === from && belongs(record));
    for (const record of taken) table.put({ ...record, page: to });
    await finished(transaction);
    return taken;
  }
}
