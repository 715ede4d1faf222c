// The editor of hours of the week: on which days, and from when until when. A new condition is of the viewer's clock.
import { DAYS, HOURS, LONG, SHORT, box, boxed, clock, hoursWords } from "./week.js";

export function HoursValue({ label, condition, change, timeZone }) {
  const shown = box(condition.values ?? []);
  const tz = condition.tz || timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone;
  const set = (patch) => change({ values: boxed({ ...shown, ...patch }), tz });
  const toggle = (day) => set({ days: shown.days.includes(day) ? shown.days.filter((one) => one !== day) : [...shown.days, day] });
  return (
    <>
      <div className="dg-week" role="group" aria-label={`${label}: days`}>
        {DAYS.map((day) => <button key={day} type="button" aria-label={LONG[day]} aria-pressed={shown.days.includes(day)} onClick={() => toggle(day)}>{SHORT[day]}</button>)}
      </div>
      <div className="dg-two">
        <select aria-label={`${label}, from`} value={shown.from} onChange={(event) => set({ from: Number(event.target.value), to: Math.max(shown.to, Number(event.target.value) + 1) })}>
          {HOURS.map((hour) => <option key={hour} value={hour}>{clock(hour)}</option>)}
        </select>
        <span aria-hidden="true">–</span>
        <select aria-label={`${label}, until`} value={shown.to} onChange={(event) => set({ to: Number(event.target.value), from: Math.min(shown.from, Number(event.target.value) - 1) })}>
          {HOURS.map((hour) => <option key={hour} value={hour + 1}>{clock(hour + 1)}</option>)}
        </select>
      </div>
      {!shown.whole && <p className="dg-none">Now {hoursWords({ values: condition.values }, "")}. A choice here takes the place of these hours.</p>}
      <p className="dg-none">On the clock of {tz}</p>
    </>
  );
}
