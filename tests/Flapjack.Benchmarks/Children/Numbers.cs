using System.Globalization;

namespace Flapjack.Benchmarks.Children;

/// <summary>The lines of numbers that the programs of a row tell each other.</summary>
internal static class Numbers
{
    public static double[] Read(string line) => [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    public static string Write(params IEnumerable<double> numbers) => string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
