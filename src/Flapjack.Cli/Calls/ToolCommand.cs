using System.CommandLine;

namespace Flapjack.Cli.Calls;

/// <summary>A command of the tool, with the examples that its help shows.</summary>
internal abstract class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines that can be pasted.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>What the command does; it returns the exit code.</summary>
    // The tool handles signals itself, so the parser's token is of no use.
    protected void Runs(Func<ParseResult, Task<int>> run) => SetAction((parse, _) => run(parse));
}
