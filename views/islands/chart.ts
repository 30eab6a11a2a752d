import ApexCharts from "apexcharts";
import type { ChartData } from "#views/dashboard/chart-data.ts";
import { chartOptions } from "./chart-options.ts";

/**
 * The chart of a page: reads the JSON that the server put into it, and draws it over the curve that
 * is there already. A new `data-version` means that a morph has brought other data.
 */
class FigureChart extends HTMLElement {
  static observedAttributes = ["data-version"];
  #chart: ApexCharts | null = null;
  #frame = 0;

  attributeChangedCallback(): void {
    // The morph changes the attribute before the JSON, so the JSON is read in the next frame.
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => void this.#draw());
  }

  disconnectedCallback(): void {
    cancelAnimationFrame(this.#frame);
    this.#clear();
  }

  async #draw(): Promise<void> {
    const holder = this.querySelector<HTMLElement>(".chart-live");
    const data = this.#read();
    if (!this.isConnected || !holder || !data) return;
    this.#clear();
    const chart = new ApexCharts(
      holder,
      chartOptions(data, (index) => this.#zoom(index)),
    );
    this.#chart = chart;
    await chart.render();
    if (this.#chart === chart) this.dataset.live = "";
  }

  #read(): ChartData | null {
    const json = this.querySelector('script[type="application/json"]')?.textContent;
    return json ? (JSON.parse(json) as ChartData) : null;
  }

  #clear(): void {
    this.#chart?.destroy();
    this.#chart = null;
    delete this.dataset.live;
  }

  /** The table behind the chart has a link for each point that can be looked into. */
  #zoom(index: number): void {
    const row = this.parentElement?.querySelector(`[data-point="${index}"] a`);
    if (row instanceof HTMLElement) row.click();
  }
}

customElements.define("figure-chart", FigureChart);
