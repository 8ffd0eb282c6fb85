using System.Diagnostics;
using System.Globalization;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Reports;

namespace Flapjack.Benchmarks.Runner;

/// <summary>Runs rows one behind the other, each in a folder of its own that is removed behind it.</summary>
internal sealed class Session(Arguments arguments, CancellationToken cancellationToken)
{
    public async Task<IReadOnlyList<RowResult>> RunAsync(IReadOnlyList<Row> rows)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-of-flapjack-");
        try
        {
            var floors = new Floors(folder.FullName, cancellationToken);
            var results = new List<RowResult>();
            foreach (var row in rows)
            {
                var start = Stopwatch.GetTimestamp();
                results.Add(await RunAsync(row, folder.CreateSubdirectory(row.Number).FullName, floors));
                Console.Error.WriteLine(string.Join(' ', [$"{row.Number}  {row.Title}: {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s", .. results[^1].Notes]));
            }

            return results;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<RowResult> RunAsync(Row row, string folder, Floors floors)
    {
        var bench = new Bench(arguments, folder, floors, cancellationToken);
        await row.RunAsync(bench);
        // The next row may need the room.
        Directory.Delete(folder, recursive: true);
        return new(
            row.Number,
            row.Title,
            row.Method,
            Machine.Describe(),
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            arguments.CommandOf(row),
            bench.Measured.Count,
            [.. row.Measures.Select(measure => Figure.Of(measure, bench.Measured)).OfType<Figure>()],
            bench.Notes);
    }
}
