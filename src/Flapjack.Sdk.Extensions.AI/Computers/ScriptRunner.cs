using System.Text;

namespace Flapjack.Sdk.Extensions.AI.Computers;

/// <summary>
/// Runs scripts of ours on a computer. A script talks in lines that begin with a random mark, because the profile of a login shell may also write to its
/// output.
/// </summary>
internal sealed class ScriptRunner(FlapjackClient client, string agentId, ComputerToolsOptions options)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script to its end.</summary>
    /// <param name="script">
    /// Bash. <c>say word rest</c> tells a line, and what follows it belongs to this line; <c>fail word</c> tells why the script ends early.
    /// </param>
    /// <param name="path">The path that the script is about, as the model gave it.</param>
    /// <param name="cancellationToken">Stops the script.</param>
    /// <exception cref="ToolRefusal">The script did not come to its end.</exception>
    public async Task<ScriptResult> RunAsync(string script, string path, CancellationToken cancellationToken)
    {
        var mark = NewMark();
        var result = await client.RunComputerAsync(
            agentId,
            new()
            {
                Command = $$"""
                    say() { printf '\n{{mark}} %s\n' "$*"; }
                    fail() { say fail "$1"; say end; exit 1; }
                    {{script}}
                    say end
                    """,
                Timeout = Limit,
                WorkingDir = StartOf(path),
                WaitForReady = options.WaitForReady,
            },
            cancellationToken).ConfigureAwait(false);
        var said = ScriptResult.Read(Encoding.UTF8.GetString(result.StdoutBytes.Span), mark, result.Stderr);
        return said.Has("end") && !result.Truncated ? said : throw new ToolRefusal(Explain(result));
    }

    /// <summary>Runs a script whose result does not matter, and does not wait for a computer that is not ready.</summary>
    public async Task TryAsync(string script, string path)
    {
        try
        {
            await client.RunComputerAsync(agentId, new() { Command = script, Timeout = TimeSpan.FromSeconds(10), WorkingDir = StartOf(path) }, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (FlapjackException)
        {
            // The caller is about to tell of the failure that led here.
        }
    }

    /// <summary>A word that nothing on the computer holds.</summary>
    public static string NewMark() => $"mark-{Guid.NewGuid():N}";

    private string? StartOf(string path) => ShellText.StartOf(path) ?? options.WorkingDirectory;

    private static string Explain(ComputerExecResult result) => result.Outcome switch
    {
        ComputerExecOutcome.TimedOut => $"The computer did not get it done in {Limit.TotalSeconds} s, and was stopped. {Advice}",
        _ when result.Truncated => $"The computer has left out some of the answer. Ask for less, or use a command. {Advice}",
        ComputerExecOutcome.Exited { Code: var code } => $"The computer did not get it done: bash ended with exit code {code}. {ScriptResult.LastLines(result.Stderr)} {Advice}",
        ComputerExecOutcome.Signaled { Signal: var signal } => $"The computer did not get it done: {signal} ended bash. {Advice}",
        _ => CallFaults.Unknown,
    };

    private const string Advice = "Look at the state of the file before you go on.";
}
