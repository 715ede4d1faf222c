// The story of a cell or a row from the server, read again whenever the row has changed there.
import { useCallback, useEffect, useRef, useState } from "react";
import { Problem, patience, pause } from "../../transport.js";

const SOON = 150;

export function useStory(desk, id, field) {
  const [story, setStory] = useState({ entries: null, next: null, problem: null });
  const round = useRef(0);
  const read = useCallback(async () => {
    const mine = (round.current += 1);
    for (let tries = 0; mine === round.current; tries++) {
      try {
        const found = await desk.post("history", field ? { id, field } : { id });
        if (mine === round.current) setStory({ ...found, problem: null });
        return;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) desk.signedOut(problem);
        if (mine === round.current) setStory((before) => ({ ...before, problem }));
        if (!problem.passes) return;
        await pause(patience(tries));
      }
    }
  }, [desk, id, field]);
  useEffect(() => {
    setStory({ entries: null, next: null, problem: null });
    read();
    let timer = 0;
    const stop = desk.rows.watch(id, () => {
      clearTimeout(timer);
      timer = setTimeout(read, SOON);
    });
    return () => {
      round.current += 1;
      clearTimeout(timer);
      stop();
    };
  }, [read]);
  const more = async () => {
    const before = story.next;
    const found = await desk.post("history", { id, before }).catch((problem) => ({ problem }));
    if (found.problem) setStory((held) => ({ ...held, problem: found.problem }));
    else setStory((held) => ({ ...held, entries: [...held.entries, ...found.entries], next: found.next }));
  };
  return { ...story, more };
}
