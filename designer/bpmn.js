/* What the drawing board of processes is drawn with: bpmn-js, its mark included. */
import Modeler from "bpmn-js/lib/Modeler";

window.BpmnJS = Modeler;
