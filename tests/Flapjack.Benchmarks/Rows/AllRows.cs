using Flapjack.Benchmarks.Runner;

namespace Flapjack.Benchmarks.Rows;

/// <summary>The rows in the order of the table.</summary>
internal static class AllRows
{
    public static IReadOnlyList<Row> List { get; } =
    [
        new ExecOutput(), new EventReader(), new ExecLatency(), new FirstByte(), new ExecRate(), new IdleStreams(), new NativeStart(), new WebhookVerify(),
        new StatusGrowth(), new DeletionGrowth(), new Start(), new Closing(), new StoredExecs(), new FinishedExecs(),
    ];

    /// <param name="numbers">The rows that are wanted; empty for all. <c>9</c> is also each of 9a to 9f.</param>
    /// <exception cref="FormatException">There is no such row.</exception>
    public static IReadOnlyList<Row> Choose(IReadOnlyList<string> numbers)
    {
        if (numbers.FirstOrDefault(number => !List.Any(row => IsMeant(row, number))) is { } unknown)
        {
            throw new FormatException($"There is no row '{unknown}', only {string.Join(", ", List.Select(row => row.Number))}.");
        }

        return [.. List.Where(row => numbers.Count == 0 || numbers.Any(number => IsMeant(row, number)))];
    }

    private static bool IsMeant(Row row, string number) =>
        row.Number == number || (row.Number.StartsWith(number, StringComparison.Ordinal) && !char.IsAsciiDigit(row.Number[number.Length]));
}
