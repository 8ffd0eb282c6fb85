using System.Text.Encodings.Web;
using System.Text.Json;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Rows;
using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Reports;

/// <summary>The newest result of each row, in <c>docs/performance.json</c>. The rows may be measured on different days; each figure is from one run.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string Path = Sources.PathTo("docs/performance.json");

    /// <summary>Puts new results in the place of those of the same rows.</summary>
    /// <returns>The results of all rows, in the order of the table.</returns>
    public static IReadOnlyList<RowResult> Merge(IReadOnlyList<RowResult> results)
    {
        var earlier = File.Exists(Path) ? JsonSerializer.Deserialize<RowResult[]>(File.ReadAllText(Path), Options)! : [];
        IReadOnlyList<RowResult> all =
        [
            .. AllRows.List.Select(row => results.Concat(earlier).FirstOrDefault(result => result.Number == row.Number)).OfType<RowResult>(),
        ];
        File.WriteAllText(Path, JsonSerializer.Serialize(all, Options) + "\n");
        return all;
    }
}
