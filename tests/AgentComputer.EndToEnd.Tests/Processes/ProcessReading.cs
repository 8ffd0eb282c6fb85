using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

/// <summary>Reads what a process writes.</summary>
internal static class ProcessReading
{
    /// <summary>Reads until the text has come; the events behind it stay for the next reader.</summary>
    public static async Task<string> ReadUntilAsync(this ComputerProcess process, string text)
    {
        var read = "";
        await foreach (var item in process.Events.WithCancellation(Limit.Token))
        {
            read += item is ProcessOutputEvent output ? output.Text : "";
            if (read.Contains(text, StringComparison.Ordinal))
            {
                return read;
            }
        }

        throw new InvalidOperationException($"The process ended before it wrote '{text}'. It wrote: {read}");
    }

    /// <summary>Reads to the end.</summary>
    public static async Task<(string Output, ProcessEndedEvent Ended)> ReadToEndAsync(this ComputerProcess process)
    {
        var read = "";
        await foreach (var item in process.Events.WithCancellation(Limit.Token))
        {
            read += item is ProcessOutputEvent output ? output.Text : "";
            if (item is ProcessEndedEvent ended)
            {
                return (read, ended);
            }
        }

        throw new InvalidOperationException($"The events ended without an end of the process. It wrote: {read}");
    }
}
