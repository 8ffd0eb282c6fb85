using Spectre.Console;

namespace Flapjack.Cli.Terminal;

/// <summary>Tables and progress for people. Nothing of it is written where there is no terminal.</summary>
internal static class Paper
{
    /// <summary>A console that draws on an output of the terminal.</summary>
    public static IAnsiConsole Of(CliTerminal terminal, TextWriter writer, bool isTerminal) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
        ColorSystem = isTerminal && terminal.MayColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
    });

    /// <summary>Rows with a heading on a terminal; otherwise a line for each row, its cells separated by tabs, and no heading.</summary>
    public static void WriteTable(CliTerminal terminal, IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!terminal.OutputIsTerminal)
        {
            foreach (var row in rows)
            {
                terminal.Out.WriteLine(string.Join('\t', row.Select(Plain)));
            }

            return;
        }

        var table = new Table { Border = TableBorder.None };
        foreach (var column in heading)
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")).NoWrap());
        }

        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(Plain(cell)))]);
        }

        Of(terminal, terminal.Out, isTerminal: true).Write(table);
    }

    /// <summary>Does something that takes a while; if the notes go to a terminal, a line there says what is being done.</summary>
    public static Task<T> WhileSayingAsync<T>(CliTerminal terminal, string doing, Func<Task<T>> work) => terminal.ErrorIsTerminal
        ? Of(terminal, terminal.Notes, isTerminal: true).Status().StartAsync(Markup.Escape(doing), _ => work())
        : work();

    /// <summary>A text of the service on one line, without the characters that would move a terminal's cursor or change its colours.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    /// <summary>The same for a text of several lines, whose newlines and tabs stay. Somebody else may have told a model what to write.</summary>
    public static string PlainLines(string text) => string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? ' ' : c));
}
