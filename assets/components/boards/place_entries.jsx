// What the menu of a card offers about its place; its entries lead where the address and the saved dashboard say.
import { useLocation } from "react-router";
import { MenuLink } from "../menu.jsx";
import { placesOf } from "./order.js";

export function PlaceEntries({ card, cards, board }) {
  const { search } = useLocation();
  const { earlier, later, hide } = placesOf(card, cards, search, board.look);
  return (
    <>
      {earlier && <MenuLink to={`?${earlier}`}>Move earlier</MenuLink>}
      {later && <MenuLink to={`?${later}`}>Move later</MenuLink>}
      <MenuLink to={`?${hide}`}>Hide</MenuLink>
    </>
  );
}
