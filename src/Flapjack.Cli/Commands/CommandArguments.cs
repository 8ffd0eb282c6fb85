using System.CommandLine;

namespace Flapjack.Cli.Commands;

/// <summary>Arguments that several commands have.</summary>
internal static class CommandArguments
{
    public static Argument<string> Agent() => new("agent") { Description = "The agent's id." };

    public static Argument<string> Exec() => new("exec") { Description = "The command's id, which 'flapjack exec --detach' prints." };
}
