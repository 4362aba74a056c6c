import { api } from "@/api/client";
import type { Answers } from "@/api/types";

export type BoardItem = Answers["board_item"];
export type Duty = Answers["duty"];
export type Board = Answers["board"];
export const find_board = () => api.get<Board>("board");
export type FigureList = Answers["figure_list"];
export const find_figures = () => api.get<{ items: FigureList[] }>("figures");
