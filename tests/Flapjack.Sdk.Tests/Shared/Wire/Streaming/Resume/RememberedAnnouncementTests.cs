namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class RememberedAnnouncementTests : ResumeTest
{
    [Fact]
    public async Task What_any_call_has_learned_holds_for_the_next_without_another_question()
    {
        await Learn();
        var events = Exec();
        var post = await Next(Wired.Post);
        post.Connection.Reset();

        var again = await Next(Wired.Post);

        again.Key.Should().Be(post.Key);
        await again.Streams(Wired.All);
        (await events).Should().HaveCount(5);
        (await Server.CountConnections()).Should().Be(3);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(404)]
    public async Task An_error_page_without_the_header_unlearns_nothing(int status)
    {
        await Learn();
        var page = Client.DeleteAgentAsync("a2");
        // A call that is repeated sees the same page each time.
        var pages = status == 404 ? 1 : 4;
        for (var i = 0; i < pages; i++)
        {
            await (await Next()).Answers(status, "<html>Bad gateway</html>", Wired.Nothing, "text/html");
        }

        await Thrown<FlapjackApiException>(page);

        var events = Exec();
        (await Next(Wired.Post)).Connection.Reset();
        await (await Next(Wired.Post)).Streams(Wired.All);
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_page_of_a_proxy_between_two_cuts_is_no_reason_to_give_up()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await (await Next(Wired.Resume)).Answers(502, "<html>Bad gateway</html>", Wired.Nothing, "text/html");

        await (await Next(Wired.Resume)).Streams(Wired.After("1"));

        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_success_without_the_header_unlearns_it()
    {
        await Learn();
        await Learn(Wired.Nothing);
        var events = Exec();
        (await Next(Wired.Post)).Connection.Reset();

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(3);
    }

    [Fact]
    public async Task A_stream_without_the_header_unlearns_it_too()
    {
        await Learn();
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started, Wired.Nothing);

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task What_was_unlearned_can_be_learned_again()
    {
        await Learn(Wired.Nothing);
        await Learn();
        var events = Exec();
        (await Next(Wired.Post)).Connection.Reset();

        await (await Next(Wired.Post)).Streams(Wired.All);

        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_server_that_turns_into_an_older_one_between_two_cuts_repeats_nothing()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + Wired.Stdout(2, "one,"));
        // It knows no Last-Event-ID, and begins from the beginning.
        await (await Next(Wired.Resume)).Streams(Wired.All, Wired.Nothing);

        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task Each_client_asks_for_itself()
    {
        await Learn();
        using var other = Wire.TestClient.At(Server.Address);
        var events = Guard.All(other.ExecComputerAsync("a1", new() { Command = "x" }));
        (await Next(Wired.Post)).Connection.Reset();

        await (await Next(Wired.Status)).Answers(200, headers: Wired.Nothing);

        await Interrupted(events);
    }
}
