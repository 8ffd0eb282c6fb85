namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class NumberedFrameTests : ResumeTest
{
    [Fact]
    public async Task A_frame_that_comes_twice_is_delivered_once()
    {
        var events = Exec();
        await (await Next()).Streams(string.Concat(Wired.Frames.SelectMany(frame => new[] { frame, frame })));

        Wired.Output(await events).Should().Be("one,two,three,");
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_resumption_that_begins_too_early_repeats_nothing()
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started + Wired.Stdout(2, "one,") + Wired.Stdout(3, "two,"));
        await (await Next(Wired.Resume)).Streams(Wired.All);

        (await events).Should().HaveCount(5);
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task Where_a_number_is_missing_it_is_opened_again_behind_the_last_good_one()
    {
        var events = Exec();
        var post = await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "one,") + Wired.Stdout(4, "three,"));

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        await post.Connection.ClosedByClient();
        await resume.Streams(Wired.After("2"));
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task An_exit_does_not_hide_that_frames_before_it_are_missing()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "one,") + Wired.Exit(5));

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        await resume.Streams(Wired.After("2"));
        Wired.Output(await events).Should().Be("one,two,three,");
    }

    [Fact]
    public async Task Where_the_first_number_is_missing_the_command_is_attached_to_by_its_key()
    {
        var events = Exec();
        var post = await Next(Wired.Post);
        await post.Streams(Wired.Stdout(2, "one,"));

        var again = await Next(Wired.Post);

        again.Key.Should().Be(post.Key);
        await again.Streams(Wired.All);
        (await events).Should().HaveCount(5);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_command_that_was_named_by_no_text_is_attached_to_by_its_key_too(string execId)
    {
        var events = Exec();
        var post = await Next(Wired.Post);
        var started = $"id: 1\nevent: exec_started\ndata: {{\"execId\":\"{execId}\"}}\n\n";
        await post.Cuts(started);

        var again = await Next(Wired.Post);

        again.Key.Should().Be(post.Key);
        await again.Streams(started + Wired.After("1"));
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task What_stays_missing_is_an_interruption_that_names_the_last_good_one()
    {
        var events = Exec();
        var frames = Wired.Started + Wired.Stdout(3, "two,");
        await (await Next()).Streams(frames);
        for (var i = 0; i < 3; i++)
        {
            await (await Next(Wired.Resume)).Streams(Wired.Stdout(3, "two,"));
        }

        var thrown = await Interrupted(events);

        thrown.LastEventId.Should().Be("1");
        thrown.Message.Should().Contain("missing");
        (await Server.CountConnections()).Should().Be(4);
    }

    [Fact]
    public async Task A_frame_without_a_number_is_delivered_and_moves_nothing()
    {
        var events = Exec();
        await (await Next()).Cuts(Wired.Started + "event: stdout\ndata: {\"chunk\":\"zero,\"}\n\n" + Wired.Stdout(2, "one,") + "event: note\ndata: 1\n\n");

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("2");
        await resume.Streams(Wired.After("2"));
        Wired.Output(await events).Should().Be("zero,one,two,three,");
        (await events).Should().ContainSingle(e => e is UnknownExecEvent);
    }

    [Fact]
    public async Task Only_a_server_that_announces_resume_is_held_to_its_numbers()
    {
        var events = Exec();
        await (await Next()).Streams(Wired.Stdout(9, "a") + Wired.Stdout(9, "b") + Wired.Exit(4), "Flapjack-Extensions: idempotent-exec, detach\r\n");

        Wired.Output(await events).Should().Be("ab");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task Numbers_of_several_digits_count_on()
    {
        var events = Exec();
        var output = string.Concat(Enumerable.Range(2, 300).Select(id => Wired.Stdout(id, "x")));
        await (await Next()).Cuts(Wired.Started + output);

        var resume = await Next(Wired.Resume);

        resume.Header("Last-Event-ID").Should().Be("301");
        await resume.Streams(Wired.Exit(302));
        Wired.Output(await events).Should().HaveLength(300);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("01")]
    [InlineData("1x")]
    [InlineData("-1")]
    [InlineData("é")]
    public async Task An_id_of_another_form_breaks_nothing(string id)
    {
        var events = Exec();
        await (await Next()).Streams($"id: {id}\nevent: exec_started\ndata: {{\"execId\":\"exec_1\"}}\n\n" + "event: exit\ndata: {\"ok\":true,\"exitCode\":0}\n\n");

        (await events).Should().HaveCount(2);
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task An_id_that_no_header_can_carry_is_an_interruption_like_any_other()
    {
        var events = Exec();
        await (await Next()).Cuts("id: é\nevent: exec_started\ndata: {\"execId\":\"exec_1\"}\n\n");

        (await Interrupted(events)).LastEventId.Should().Be("é");
    }
}
