using System.Diagnostics;
using Flapjack.Benchmarks.Children;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Clients;

/// <summary>The process of the client. For each <see cref="ExecRead"/> it prints how much output came, how many seconds that took, and how many bytes it allocated.</summary>
internal static class ClientProgram
{
    public const string Argument = "--client";

    public static async Task RunAsync(Uri baseAddress, string key)
    {
        using var client = new FlapjackClient(new FlapjackClientOptions { ApiKey = key, BaseAddress = baseAddress });
        using var naive = new NaiveClient(baseAddress, key);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var read = ExecRead.Read(line);
            var allocated = GC.GetTotalAllocatedBytes();
            var start = Stopwatch.GetTimestamp();
            var length = read.Kind switch
            {
                "text" => await OutputOf(client, read, static output => output.Chunk.Length),
                "bytes" => await OutputOf(client, read, static output => output.Bytes.Length),
                _ => await naive.ReadAsync(read.Agent, read.Command),
            };
            Console.WriteLine(Numbers.Write(length, Stopwatch.GetElapsedTime(start).TotalSeconds, GC.GetTotalAllocatedBytes() - allocated));
        }
    }

    private static async Task<long> OutputOf(FlapjackClient client, ExecRead read, Func<ExecOutputEvent, int> lengthOf)
    {
        long length = 0;
        await foreach (var item in client.ExecComputerAsync(read.Agent, new() { Command = read.Command, Timeout = TimeSpan.FromMinutes(10) }))
        {
            length += item switch
            {
                ExecOutputEvent output => lengthOf(output),
                ExecErrorEvent error => throw new InvalidOperationException($"{error.Code}: {error.Detail}"),
                ExecExitEvent { Ok: false } exit => throw new InvalidOperationException($"The command ended with {exit.ExitCode}."),
                _ => 0,
            };
        }

        return length;
    }
}
