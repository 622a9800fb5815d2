/** Chart.js with only what our charts use, drawn with the page's own tokens. */
import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  DoughnutController,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
  type ActiveElement,
  type ChartConfiguration,
  type ChartDataset,
  type ChartEvent,
  type ChartType,
  type Plugin,
  type TooltipItem,
} from 'chart.js'
import { short } from '@/lib/au'
import { unitText, type ChartSpec } from './view'

Chart.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
)

const token = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
export const colourOf = (at: number, danger = false) =>
  token(danger ? 'danger' : `chart-${(at % 6) + 1}`)
const font = { family: '"Source Sans 3 Variable", system-ui, sans-serif', size: 13 }

/** What is overdue is hatched as well as red: colour is never the only sign. */
function hatch(colour: string): CanvasPattern | string {
  const tile = document.createElement('canvas')
  tile.width = tile.height = 8
  const pen = tile.getContext('2d')
  if (!pen) return colour
  pen.strokeStyle = colour
  pen.lineWidth = 2
  pen.beginPath()
  for (const [x, y] of [
    [0, 8],
    [-4, 4],
    [4, 12],
  ] as const) {
    pen.moveTo(x, y)
    pen.lineTo(x + 8, y - 8)
  }
  pen.stroke()
  return pen.createPattern(tile, 'repeat') ?? colour
}

/** Up to three lines are labelled at their ends, so they need no legend. */
const endLabels: Plugin<'line'> = {
  id: 'endLabels',
  afterDatasetsDraw(chart) {
    if (chart.data.datasets.length < 2 || chart.data.datasets.length > 3) return
    const taken: number[] = []
    chart.data.datasets.forEach((set, index) => {
      const last = chart.getDatasetMeta(index).data.at(-1)
      if (!last) return
      let y = last.y
      while (taken.some((other) => Math.abs(other - y) < 16)) y += 16
      taken.push(y)
      Object.assign(chart.ctx, {
        font: `600 13px ${font.family}`,
        fillStyle: set.borderColor as string,
        textBaseline: 'middle',
        textAlign: 'left',
      })
      chart.ctx.fillText(set.label ?? '', last.x + 8, y)
    })
  },
}

/** The doughnut's slice of loans in arrears. */
const DANGER_SLICE = 2
export const isDangerSlice = (index: number) => index === DANGER_SLICE
export const sliceColour = (index: number) =>
  isDangerSlice(index) ? colourOf(0, true) : colourOf(index)

function dataset(spec: ChartSpec, at: number): ChartDataset {
  const series = spec.series[at]!
  const colour = colourOf(at, series.danger)
  const base = { label: series.label, data: series.values, borderColor: colour }
  if (spec.kind === 'line')
    return {
      ...base,
      type: 'line',
      backgroundColor: colour,
      borderWidth: 2,
      pointRadius: spec.labels.length < 2 ? 3 : 0,
      pointHoverRadius: 4,
      tension: 0,
      spanGaps: true,
    } as ChartDataset
  if (spec.kind === 'doughnut')
    return {
      ...base,
      backgroundColor: series.values.map((_, index) => sliceColour(index)),
      borderColor: token('bg'),
      borderWidth: 2,
    } as ChartDataset
  return {
    ...base,
    backgroundColor: series.danger ? hatch(colour) : colour,
    borderWidth: series.danger ? 1 : 0,
    borderRadius: 2,
    maxBarThickness: 24,
  } as ChartDataset
}

function tickText({ unit }: ChartSpec, value: number): string {
  if (unit === 'money') return short(value)
  if (unit === 'percent') return `${value}%`
  return Number.isInteger(value) ? String(value) : ''
}

function scales(spec: ChartSpec) {
  const across = spec.kind === 'across'
  const stacked = spec.kind === 'stacked'
  const ticks = { color: token('chart-axis'), font }
  const names = {
    stacked,
    grid: { display: false },
    border: { color: token('chart-grid') },
    ticks: { ...ticks, maxRotation: 0, autoSkip: !across, autoSkipPadding: 12 },
  }
  const values = {
    stacked,
    beginAtZero: true,
    ...(spec.unit === 'percent' ? { max: 100 } : { grace: '5%' }),
    grid: { color: token('chart-grid'), drawTicks: false },
    border: { display: false },
    ticks: {
      ...ticks,
      padding: 8,
      maxTicksLimit: 6,
      callback: (value: number | string) => tickText(spec, Number(value)),
    },
  }
  return across ? { x: values, y: names } : { x: names, y: values }
}

const hasEndLabels = ({ kind, series }: ChartSpec) =>
  kind === 'line' && series.length > 1 && series.length < 4
const labelWidth = ({ series }: ChartSpec) =>
  Math.max(...series.map(({ label }) => label.length)) * 8 + 12

const tooltip = (spec: ChartSpec) => ({
  backgroundColor: token('text'),
  titleColor: token('bg'),
  bodyColor: token('bg'),
  titleFont: font,
  bodyFont: font,
  cornerRadius: 4,
  boxPadding: 4,
  callbacks: {
    label: (item: TooltipItem<ChartType>) => {
      const name = spec.kind === 'doughnut' ? item.label : item.dataset.label
      return ` ${name}: ${unitText(item.raw as number | null, spec.unit)}`
    },
  },
})

function interaction({ kind }: ChartSpec) {
  const isDoughnut = kind === 'doughnut'
  return {
    mode: isDoughnut ? 'nearest' : 'index',
    intersect: isDoughnut,
    axis: kind === 'across' ? 'y' : 'x',
  }
}

export function configOf(spec: ChartSpec, open: (index: number) => void): ChartConfiguration {
  const isDoughnut = spec.kind === 'doughnut'
  const barOrDoughnut = isDoughnut ? 'doughnut' : 'bar'
  const options = {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    indexAxis: spec.kind === 'across' ? 'y' : 'x',
    layout: { padding: { right: hasEndLabels(spec) ? labelWidth(spec) : 8, top: 8 } },
    interaction: interaction(spec),
    ...(isDoughnut ? { cutout: '62%' } : { scales: scales(spec) }),
    plugins: { tooltip: tooltip(spec) },
    onHover: (event: ChartEvent, elements: ActiveElement[]) => {
      const link = elements[0] && spec.links?.[elements[0].index]
      ;(event.native?.target as HTMLElement).style.cursor = link ? 'pointer' : 'default'
    },
    onClick: (_: ChartEvent, elements: ActiveElement[]) => elements[0] && open(elements[0].index),
  }
  return {
    type: spec.kind === 'line' ? 'line' : barOrDoughnut,
    data: { labels: spec.labels, datasets: spec.series.map((_, at) => dataset(spec, at)) },
    plugins: hasEndLabels(spec) ? [endLabels as Plugin] : [],
    options: options as ChartConfiguration['options'],
  }
}
