using System.Diagnostics;
using Flapjack.Benchmarks.Children;
using Flapjack.Benchmarks.Serving;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Clients;

/// <summary>The process of the client. For each <see cref="ClientOrder"/> it prints how much output came, how many seconds that took, and the bytes of its managed heap.</summary>
internal static class ClientProgram
{
    public const string Argument = "--client";

    public static async Task RunAsync(Uri baseAddress, string key)
    {
        using var client = new FlapjackClient(new FlapjackClientOptions { ApiKey = key, BaseAddress = baseAddress });
        using var naive = new NaiveClient(baseAddress, key);
        await using var held = new HeldStreams(client);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var start = Stopwatch.GetTimestamp();
            var length = await ObeyAsync(ClientOrder.Read(line), client, naive, held);
            Console.WriteLine(Numbers.Write(length, Stopwatch.GetElapsedTime(start).TotalSeconds, ManagedHeap.Bytes()));
        }
    }

    private static async Task<long> ObeyAsync(ClientOrder order, FlapjackClient client, NaiveClient naive, HeldStreams held)
    {
        switch (order.Kind)
        {
            case "text":
                return await OutputOf(client, order, static output => output.Chunk.Length);
            case "bytes":
                return await OutputOf(client, order, static output => output.Bytes.Length);
            case "naive":
                return await naive.ReadAsync(order.Agents[0], order.Command);
            case "hold":
                await held.AddAsync(order.Agents, order.Command, order.Count);
                return 0;
            default:
                return 0;
        }
    }

    private static async Task<long> OutputOf(FlapjackClient client, ClientOrder order, Func<ExecOutputEvent, int> lengthOf)
    {
        long length = 0;
        var options = new ExecComputerOptions { Command = order.Command, Timeout = TimeSpan.FromMinutes(10), LendsOutput = order.Kind == "bytes" };
        await foreach (var item in client.ExecComputerAsync(order.Agents[0], options))
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
