using System.Globalization;
using Flapjack.Sdk;

namespace NightlyReport;

/// <summary>Tells on the console what happens.</summary>
internal static class Screen
{
    public static void Heading(string text) => Console.WriteLine($"\n== {text} ==");

    public static void Say(string text) => Console.WriteLine(text);

    public static void Show(RunnerRunStep step)
    {
        var mark = step.Status == RunnerRunStepStatus.Running ? "▶"
            : step.Status == RunnerRunStepStatus.Completed ? "✓"
            : step.Status == RunnerRunStepStatus.Skipped ? "–"
            : "✕";
        var end = step.EndedAt is null ? "" : $" ({step.DurationMs} ms{(step.CostUsd > 0 ? ", " + Dollars(step.CostUsd) : "")})";
        Say($"{mark} {step.Place}. {step.Name} [{step.Kind}] {step.Status}{end}");
        if (step.EndedAt is not null && (step.Error?.Message ?? step.Output?.GetRawText()) is { } result)
        {
            Say($"     {result}");
        }
    }

    public static void Show(RunnerRun run) => Say(
        $"The run is {run.Status} after {run.DurationMs} ms. Its models read {run.TotalInputTokens} and wrote {run.TotalOutputTokens} tokens for {Dollars(run.TotalCostUsd)}.");

    public static void Show(TraceSpanNode node, int depth = 1)
    {
        Say($"{new string(' ', 2 * depth)}{node.Span.Kind}: {node.Span.Name}{(node.Span.CostUsd is { } cost ? " " + Dollars(cost) : "")}");
        foreach (var child in node.Children)
        {
            Show(child, depth + 1);
        }
    }

    public static void Show(RunnerAnalytics analytics)
    {
        Say($"{analytics.Summary?.TotalRuns} runs in {analytics.Period?.Days} days, {analytics.Summary?.SuccessRate:0} % of them completed, for {Dollars(analytics.Summary?.TotalCostUsd)}.");
        foreach (var day in analytics.Daily.Where(day => day.TotalRuns > 0))
        {
            Say($"  {day.Day:yyyy-MM-dd}: {day.TotalRuns} run, {Dollars(day.TotalCostUsd)}");
        }

        foreach (var model in analytics.ByModel)
        {
            Say($"  {model.Model}: {model.TotalInputTokens} + {model.TotalOutputTokens} tokens, {Dollars(model.TotalCostUsd)}");
        }
    }

    private static string Dollars(decimal? usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.######}");
}
