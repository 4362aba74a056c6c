import { api } from "@/api/client";
import type { Answers } from "@/api/types";
import { i18n } from "@/shell/i18n";
import zh from "./locales/zh.json";

/* They come with the page. */
i18n.global.mergeLocaleMessage("zh", { board: zh });

export type BoardItem = Answers["board_item"];
export type Duty = Answers["duty"];
export type Board = Answers["board"];
export const find_board = () => api.get<Board>("board");
export type FigureList = Answers["figure_list"];
export const find_figures = () => api.get<{ items: FigureList[] }>("figures");
