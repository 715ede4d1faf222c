// Shows its children only while the browser is at the path they were loaded for.
import { useLocation } from "react-router";

const bare = (path) => path.replace(/\/+$/, "") || "/";

export function Here({ path, otherwise, children }) {
  const { pathname } = useLocation();
  return path && bare(path) === bare(pathname) ? children : otherwise;
}
