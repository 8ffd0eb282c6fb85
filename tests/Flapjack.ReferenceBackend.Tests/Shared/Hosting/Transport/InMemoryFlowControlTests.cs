using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

public sealed class InMemoryFlowControlTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_writer_pauses_while_its_reader_stalls_and_then_goes_on()
    {
        const int Total = 32 * 1024 * 1024;
        var paused = new TaskCompletionSource<long>();
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            var chunk = new byte[16 * 1024];
            for (var written = 0L; written < Total; written += chunk.Length)
            {
                var write = context.Response.Body.WriteAsync(chunk);
                if (!write.IsCompleted)
                {
                    paused.TrySetResult(written);
                }

                await write;
            }
        });

        using var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        (await paused.Task.WaitAsync(Patience)).Should().BeLessThan(256 * 1024);
        (await CountAsync(await response.Content.ReadAsStreamAsync())).Should().Be(Total);
    }

    [Fact]
    public async Task A_sender_pauses_while_the_server_does_not_read_and_then_goes_on()
    {
        const int Total = 1024 * 1024;
        var goOn = new TaskCompletionSource();
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            await goOn.Task;
            await context.Response.WriteAsync($"{await CountAsync(context.Request.Body)}");
        });
        await using var connection = server.Connect();
        await connection.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {Total}\r\n\r\n");

        var sending = connection.WriteAsync(new byte[Total]).AsTask();
        sending.IsCompleted.Should().BeFalse();
        goOn.SetResult();

        await sending.WaitAsync(Patience);
        (await connection.ReadToEndAsync()).Should().EndWith($"\r\n7\r\n{Total}\r\n0\r\n\r\n");
    }

    [Fact]
    public async Task A_server_that_waits_for_room_is_let_go_when_it_aborts()
    {
        var ended = new TaskCompletionSource();
        await using var server = await InMemoryServer.StartAsync(async context =>
        {
            var write = context.Response.Body.WriteAsync(new byte[1024 * 1024]);
            write.IsCompleted.Should().BeFalse();
            context.Abort();
            await write;
            ended.SetResult();
        });
        using var response = await server.Client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);

        await ended.Task.WaitAsync(Patience);
    }

    private static async Task<long> CountAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            total += count;
        }

        return total;
    }
}
