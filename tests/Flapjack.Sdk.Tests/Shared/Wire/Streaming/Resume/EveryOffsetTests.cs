using System.Text;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>One recorded answer, headers included, that ends at each of its bytes in turn.</summary>
public sealed class EveryOffsetTests : ResumeTest
{
    private static readonly byte[] Announcing = Encoding.UTF8.GetBytes(Wired.Head(Wired.Announced) + Wired.All);
    private static readonly byte[] Silent = Encoding.UTF8.GetBytes(Wired.Head(Wired.Nothing) + Wired.All);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_it_is_cut_the_events_are_the_same(bool reset)
    {
        for (var length = 0; length < Announcing.Length; length++)
        {
            var events = Exec();
            var post = await Next(Wired.Post);
            await End(post, Announcing.AsMemory(0, length), reset);
            await ServeTheRest(post, events);

            (await events).Select(e => e.Type).Should().Equal(["exec_started", "stdout", "stdout", "stdout", "exit"], $"cut after {length} bytes");
            Wired.Output(await events).Should().Be("one,two,three,");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wherever_a_server_without_additions_is_cut_it_is_an_exception_and_one_post(bool reset)
    {
        for (var length = 0; length < Silent.Length; length++)
        {
            // What is known of the server by now is nothing at all, or that it announces nothing.
            var known = length > 0;
            var before = (await Server.CountConnections());
            var events = Exec();
            await End(await Next(Wired.Post), Silent.AsMemory(0, length), reset);
            if (!known)
            {
                await (await Next(Wired.Status)).Answers(200, headers: Wired.Nothing);
            }

            await Interrupted(events);
            ((await Server.CountConnections()) - before).Should().Be(known ? 1 : 2, $"cut after {length} bytes");
        }
    }

    private static async Task End(Call call, ReadOnlyMemory<byte> bytes, bool reset)
    {
        await call.Connection.Write(bytes);
        if (reset)
        {
            call.Connection.Reset();
        }
        else
        {
            call.Connection.Close();
        }
    }

    private async Task ServeTheRest(Call post, Task<List<ComputerExecEvent>> events)
    {
        var served = false;
        while (!served)
        {
            var call = await Next();
            switch (call.Line)
            {
                case Wired.Status:
                    await call.Answers(200);
                    break;
                case Wired.Post:
                    (call.Key, call.Body).Should().Be((post.Key, post.Body));
                    await call.Cuts(Wired.All);
                    served = true;
                    break;
                default:
                    call.Line.Should().Be(Wired.Resume);
                    await call.Cuts(Wired.After(call.Header("Last-Event-ID")));
                    served = true;
                    break;
            }
        }

        await events;
    }
}
