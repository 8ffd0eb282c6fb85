using System.Globalization;

namespace Flapjack.Benchmarks.Runner;

/// <summary>The command line.</summary>
internal sealed record Arguments
{
    public const string Usage = "Usage: Flapjack.Benchmarks [row ...] [--rounds N] [--scale F] [--smoke] [--update-docs]";

    /// <summary>The rows; empty for all.</summary>
    public IReadOnlyList<string> Rows { get; private init; } = [];

    public int Rounds { get; private init; } = 5;

    /// <summary>Which part of the work is done: 0.1 is quick, and says less.</summary>
    public double Scale { get; private init; } = 1;

    public bool IsSmoke { get; private init; }

    public bool UpdateDocs { get; private init; }

    /// <exception cref="FormatException">An argument is unknown, or has no value.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            parsed = args[i] switch
            {
                "--smoke" => parsed with { IsSmoke = true, Rounds = 1 },
                "--update-docs" => parsed with { UpdateDocs = true },
                "--rounds" => parsed with { Rounds = int.Parse(Next(args, ref i), CultureInfo.InvariantCulture) },
                "--scale" => parsed with { Scale = double.Parse(Next(args, ref i), CultureInfo.InvariantCulture) },
                ['-', ..] => throw new FormatException($"'{args[i]}' is unknown. {Usage}"),
                var row => parsed with { Rows = [.. parsed.Rows, row] },
            };
        }

        return parsed switch
        {
            { Rounds: < 1 } or { Scale: <= 0 } => throw new FormatException($"Rounds and scale are more than 0. {Usage}"),
            { IsSmoke: true, UpdateDocs: true } => throw new FormatException($"What a smoke measures is not for the page. {Usage}"),
            _ => parsed,
        };
    }

    /// <summary>The command that measures a row in this way.</summary>
    public string CommandOf(Row row)
    {
        var scale = Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" --scale {Scale}");
        return $"dotnet run -c Release --project tests/Flapjack.Benchmarks -- {row.Number} --rounds {Rounds}{scale}";
    }

    private static string Next(IReadOnlyList<string> args, ref int i) =>
        ++i < args.Count ? args[i] : throw new FormatException($"'{args[i - 1]}' needs a value. {Usage}");
}
