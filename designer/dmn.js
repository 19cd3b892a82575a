/* What the drawing board of decision tables is drawn with: dmn-js, its mark included. */
import Modeler from "dmn-js/lib/Modeler";

window.DmnJS = Modeler;
