using System.Text;
using AgentComputer.Sdk;

namespace AgentComputerSample;

/// <summary>Talks to a shell in a terminal, as a person would.</summary>
internal static class Terminal
{
    public static async Task TalkAsync(AgentComputerClient client, string computerId, CancellationToken cancellationToken)
    {
        Console.WriteLine("\n== Talk to a shell in a terminal ==");
        await using var processes = await client.OpenProcessesAsync(computerId, cancellationToken: cancellationToken);
        await using var shell = await processes.StartAsync(
            new()
            {
                Command = "bash",
                Arguments = ["--norc"],
                EnvironmentVariables = new Dictionary<string, string> { ["PS1"] = "$ " },
                Terminal = new(80, 24),
                WorkingDirectory = "/home/node/workspace",
            },
            cancellationToken);
        await shell.ResizeAsync(new(120, 40), cancellationToken);
        await shell.SendInputAsync(Encoding.UTF8.GetBytes("stty size; cat site/index.html; exit\n"), cancellationToken);
        await foreach (var item in shell.Events.WithCancellation(cancellationToken))
        {
            if (item is ProcessOutputEvent output)
            {
                Console.Write(output.Text.ReplaceLineEndings("\n"));
            }

            if (item is ProcessEndedEvent ended)
            {
                Console.WriteLine($"The shell has ended: {ended.Status}.");
            }
        }
    }
}
