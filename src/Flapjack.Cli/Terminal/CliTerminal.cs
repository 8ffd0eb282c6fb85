using System.Text;

namespace Flapjack.Cli.Terminal;

/// <summary>What the tool reads and writes, and what its surroundings say. A test passes its own.</summary>
internal sealed class CliTerminal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public CliTerminal(Stream input, Stream output, Stream error, Interruption interruption)
    {
        (Input, Output, Error, Interruption) = (input, output, error, interruption);
        Out = new StreamWriter(output, Utf8) { AutoFlush = true, NewLine = "\n" };
        Notes = new StreamWriter(error, Utf8) { AutoFlush = true, NewLine = "\n" };
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    /// <summary>Writes text to <see cref="Output"/>.</summary>
    public TextWriter Out { get; }

    /// <summary>Writes text to <see cref="Error"/>: what people want to know and scripts do not.</summary>
    public TextWriter Notes { get; }

    public Interruption Interruption { get; }

    public bool InputIsTerminal { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether colour may be used where there is a terminal: neither <c>NO_COLOR</c> nor a terminal without colours says no.</summary>
    public bool MayColour => string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") is not "dumb";

    /// <summary>A line of the input; null at its end. A person types it, so it is read byte by byte, and nothing of the next line is taken.</summary>
    public string? ReadLine()
    {
        var line = new List<byte>();
        while (Input.ReadByte() is >= 0 and var next)
        {
            if (next == '\n')
            {
                return Utf8.GetString([.. line]);
            }

            line.Add((byte)next);
        }

        return line.Count > 0 ? Utf8.GetString([.. line]) : null;
    }

    public static CliTerminal OfThisProcess(Interruption interruption) =>
        new(Console.OpenStandardInput(), OutputOf(1, Console.OpenStandardOutput), OutputOf(2, Console.OpenStandardError), interruption)
        {
            InputIsTerminal = !Console.IsInputRedirected,
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Variable = Environment.GetEnvironmentVariable,
        };

    private static Stream OutputOf(int descriptor, Func<Stream> onWindows) => OperatingSystem.IsWindows() ? onWindows() : new DescriptorStream(descriptor);
}
