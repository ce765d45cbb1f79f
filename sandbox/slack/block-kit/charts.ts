import { z } from 'zod';
import { limits } from './limits.ts';
import { blockId, chars, items, lengthOf } from './pieces.ts';
import { richTextBlock } from './rich-text.ts';

const rawText = z.strictObject({ type: z.literal('raw_text'), text: chars(limits.data_table.cell_text) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: chars(limits.data_table.cell_text),
});
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richTextBlock]);
type Cell = z.infer<typeof cell>;

/** All text of a cell, however deep. */
const textIn = (value: unknown): number => {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textIn(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) => sum + (key === 'text' && typeof item === 'string' ? lengthOf(item) : textIn(item)),
    0,
  );
};
const evenRows = ({ rows }: { rows: Cell[][] }): boolean => rows.every((row) => row.length === rows[0]?.length);
const within =
  (max: number) =>
  ({ rows }: { rows: Cell[][] }): boolean =>
    textIn(rows) <= max;

export const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: blockId.optional(),
    rows: items(items(cell, limits.table.columns), limits.table.rows),
    column_settings: z
      .array(
        // `null` leaves a column as it is.
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(limits.table.columns.max_items)
      .optional(),
  })
  .refine(evenRows, 'all rows must have the same number of cells')
  .refine(
    within(limits.table.content.max_length),
    `must hold less than ${limits.table.content.max_length + 1} characters`,
  )
  .refine((it) => (it.column_settings?.length ?? 0) <= (it.rows[0]?.length ?? 0), 'more column_settings than columns');

export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId.optional(),
    caption: chars({}),
    rows: items(items(cell, limits.data_table.columns), limits.data_table.rows),
    page_size: z.int().min(limits.data_table.page_size.min).max(limits.data_table.page_size.max).optional(),
    row_header_column_index: z.int().min(0).optional(),
  })
  .refine(evenRows, 'all rows must have the same number of cells')
  .refine(
    within(limits.data_table.content.max_length),
    `must hold less than ${limits.data_table.content.max_length + 1} characters`,
  );

const chart = limits.data_visualization;
const unique = (names: readonly string[]): boolean => new Set(names).size === names.length;
const plotted = <T extends string>(type: T) =>
  z
    .strictObject({
      type: z.literal(type),
      series: items(
        z.strictObject({
          name: chars(chart.series_name),
          data: items(z.strictObject({ label: chars(chart.point_label), value: z.number() }), chart.data),
        }),
        chart.series,
      ),
      axis_config: z.strictObject({
        categories: items(chars(chart.category_label), chart.categories),
        x_label: chars(chart.axis_label).optional(),
        y_label: chars(chart.axis_label).optional(),
      }),
    })
    .refine((it) => unique(it.series.map((series) => series.name)), 'series names must be unique')
    .refine((it) => unique(it.axis_config.categories), 'categories must be unique')
    .refine(
      (it) =>
        it.series.every(
          ({ data }) =>
            data.length === it.axis_config.categories.length &&
            it.axis_config.categories.every((category) => data.some((point) => point.label === category)),
        ),
      'each series needs exactly one point per category',
    );

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: blockId.optional(),
  title: chars(chart.title),
  chart: z.discriminatedUnion('type', [
    plotted('line'),
    plotted('bar'),
    plotted('area'),
    z
      .strictObject({
        type: z.literal('pie'),
        segments: items(
          z.strictObject({
            label: chars(chart.segment.label),
            value: z.number().gt(chart.segment.value.exclusive_min),
          }),
          chart.segments,
        ),
      })
      .refine((it) => unique(it.segments.map((segment) => segment.label)), 'segment labels must be unique'),
  ]),
});
