using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

public sealed class InMemoryConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Twenty_connections_are_served_at_the_same_time()
    {
        const int Count = 20;
        var arrived = 0;
        var allHere = new TaskCompletionSource();
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref arrived) == Count)
            {
                allHere.SetResult();
            }

            await allHere.Task;
            await context.Response.WriteAsync(context.Connection.Id);
        });

        var connections = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => server.Client.GetStringAsync("/"))).WaitAsync(Patience);

        connections.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_connection_is_used_again()
    {
        await using var server = await InMemoryServer.StartAsync(context => context.Response.WriteAsync(context.Connection.Id));

        (await server.Client.GetStringAsync("/")).Should().Be(await server.Client.GetStringAsync("/"));
    }
}
