using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookLedgerTests : WebhookSenderTest
{
    [Fact]
    public async Task Every_attempt_is_in_the_ledger_with_its_time_and_what_happened()
    {
        var requests = 0;
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            var request = Interlocked.Increment(ref requests);
            context.Response.StatusCode = request == 1 ? 503 : 200;
            return request == 2 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask;
        });
        var begin = Time.GetUtcNow();
        Sender().Enqueue(receiver.Url("/hooks?token=1"), Event("a1"));

        await Time.PassAsync(FirstDelay);
        await receiver.NextAsync();
        await receiver.NextAsync();
        await Time.PassAsync(AttemptLimit);
        await Time.PassAsync(SecondDelay);
        await AllEndedAsync();

        var message = Messages().Should().ContainSingle().Which;
        message.AgentId.Should().Be("a1");
        message.OrgId.Should().Be("o1");
        message.Url.Should().Be(receiver.Url("/hooks?token=1"));
        message.Event.Should().Be(ComputerWebhookEvent.ComputerIdled);
        message.Body.ToArray().Should().Equal(receiver.Received.First().Body);
        message.State.Should().Be(WebhookState.Delivered);
        message.CreatedAt.Should().Be(begin);
        message.NextAttemptAt.Should().BeNull();
        message.Attempts.Should().Equal(
            new WebhookAttempt(1, begin, TimeSpan.Zero, 503, "answered 503"),
            new WebhookAttempt(2, begin.AddSeconds(1), AttemptLimit, null, "did not answer within 10 s"),
            new WebhookAttempt(3, begin.AddSeconds(41), TimeSpan.Zero, 200, "answered 200"));
    }

    [Fact]
    public async Task A_webhook_that_waits_shows_what_it_waits_for()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500);
        Sender().Enqueue(receiver.Url("/"), Event("a1"));

        (await Log.NextAsync()).Should().Contain("tried again");

        var message = Messages().Should().ContainSingle().Which;
        message.State.Should().Be(WebhookState.Pending);
        message.NextAttemptAt.Should().Be(Time.GetUtcNow() + FirstDelay);
        message.Attempts.Should().ContainSingle().Which.Status.Should().Be(500);
    }

    [Fact]
    public async Task Of_a_refused_address_and_of_an_event_that_cannot_be_sent_the_ledger_says_why()
    {
        var sender = Sender(new ScriptedDns("10.0.0.1"));

        sender.Enqueue(new Uri("https://private.example.com/"), Event("a1"));
        sender.Enqueue(new Uri("https://private.example.com/"), Event("a1") with { Event = "not a\nheader" });
        await AllEndedAsync();

        Messages().Should().OnlyContain(message => message.State == WebhookState.Dead);
        Messages().SelectMany(message => message.Attempts).Select(attempt => attempt.Outcome).Should().Equal(
            "The webhook host 'private.example.com' is at 10.0.0.1, which is not a public address; it was not connected to.",
            "could not be sent: FormatException");
    }

    [Fact]
    public async Task The_ledger_holds_neither_the_secret_nor_the_body_nor_the_path()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500, 404);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/token-of-the-path?token-of-the-query"), Event("a1"));

        await Time.PassAsync(FirstDelay);
        await AllEndedAsync();

        var ledger = string.Join('\n', Messages().SelectMany(message => message.Attempts));
        ledger.Should().Contain("answered 500").And.Contain("answered 404");
        ledger.Should().NotContain(Secret).And.NotContain("token-of-the").And.NotContain("app_abc123");
    }

    [Fact]
    public void A_webhook_as_text_shows_neither_what_tokens_its_url_carries_nor_its_body()
    {
        var message = new WebhookMessage(
            "msg_1", "a1", "o1", new("https://hooks.example.com:8443/path-token?query-token"), ComputerWebhookEvent.AgentDeleted,
            "the body"u8.ToArray(), WebhookState.Pending, DateTimeOffset.UnixEpoch, null, []);

        message.ToString().Should().Be(
            "WebhookMessage { Id = msg_1, AgentId = a1, OrgId = o1, Url = https://hooks.example.com:8443, Event = agent.deleted, Body = 8 bytes, "
            + "State = Pending, CreatedAt = 1970-01-01T00:00:00.0000000+00:00, NextAttemptAt = , Attempts = 0 }");
    }

    [Fact]
    public async Task What_has_ended_is_kept_for_thirty_days_with_its_attempts_and_what_is_pending_for_ever()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200, 404, 503);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/delivered"), Event("a1"));
        sender.Enqueue(receiver.Url("/dead"), Event("a1"));
        await AllEndedAsync();
        await sender.DisposeAsync();
        Add("/pending");

        Time.Advance(TimeSpan.FromDays(30));
        Add("/day30");
        var day30 = Paths();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Add("/later");
        var later = Paths();
        Time.Advance(TimeSpan.FromDays(365));
        Add("/much-later");

        day30.Should().Equal("/delivered", "/dead", "/pending", "/day30");
        later.Should().Equal("/pending", "/day30", "/later");
        Paths().Should().Equal("/pending", "/day30", "/later", "/much-later");
        Memory.Read(db => db.QuerySingle("SELECT count(*) FROM webhook_attempts", row => row.GetInt32(0))).Should().Be(0);
    }

    [Fact]
    public void One_that_is_added_removes_a_hundred_old_ones_at_most()
    {
        for (var number = 1; number <= 150; number++)
        {
            Add($"/{number}");
            new WebhookOutbox(Memory).Record(
                number, new(Time.GetUtcNow(), TimeSpan.Zero, new(WebhookVerdict.Delivered, "answered 200", 200)), new(WebhookState.Delivered, 1, null, Time.GetUtcNow()));
        }

        Time.Advance(TimeSpan.FromDays(31));
        Add("/one-more");
        var afterOne = Paths().Length;
        Add("/and-another");

        afterOne.Should().Be(51);
        Paths().Should().Equal("/one-more", "/and-another");
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_recorded_later_and_not_sent_twice()
    {
        await using var receiver = await WebhookReceiver.StartAsync((_, webhook) =>
        {
            if (webhook.Path == "/1")
            {
                RefuseRecords(true);
            }

            return Task.CompletedTask;
        });
        var sender = Sender();
        Memory.Write(db =>
        {
            sender.Enqueue(db, receiver.Url("/1"), Event("a1"));
            sender.Enqueue(db, receiver.Url("/2"), Event("a1"));
        });

        (await Log.NextAsync()).Should().StartWith("Error: What became of webhook computer.idled of agent a1 to 127.0.0.1 could not be stored.");
        Messages()[0].State.Should().Be(WebhookState.Pending);
        RefuseRecords(false);
        await Time.PassAsync(TimeSpan.FromSeconds(30));
        await AllEndedAsync();

        receiver.Received.Select(webhook => webhook.Path).Should().Equal("/1", "/2");
        Messages().Should().OnlyContain(message => message.State == WebhookState.Delivered && message.Attempts.Count == 1);
    }

    [Fact]
    public async Task A_retry_that_is_due_by_the_time_it_is_recorded_is_logged_as_at_once()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 500;
            RefuseRecords(true);
            return Task.CompletedTask;
        });
        Sender().Enqueue(receiver.Url("/1"), Event("a1"));
        (await Log.NextAsync()).Should().Contain("could not be stored");
        RefuseRecords(false);

        await Time.PassAsync(TimeSpan.FromSeconds(30));

        (await Log.NextAsync()).Should().EndWith("answered 500; it is tried again in 00:00:00.");
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_a_disk_that_takes_nothing()
    {
        await using var receiver = await WebhookReceiver.StartAsync((_, _) =>
        {
            RefuseRecords(true);
            return Task.CompletedTask;
        });
        var sender = Sender();
        sender.Enqueue(receiver.Url("/1"), Event("a1"));
        (await Log.NextAsync()).Should().Contain("could not be stored");

        await sender.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        receiver.Received.Should().ContainSingle();
        Log.Rest().Should().Equal("Warning: Webhook computer.idled of agent a1 to 127.0.0.1 was dropped: the backend is shutting down.");
    }

    [Fact]
    public async Task Whatever_the_store_says_to_a_record_it_is_recorded_later_and_those_behind_it_go()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();
        // no full disk and nothing else that the store has a word for
        Memory.Write(db => db.Execute("CREATE TRIGGER stubborn BEFORE INSERT ON webhook_attempts BEGIN SELECT RAISE(ABORT, 'no'); END"));
        sender.Enqueue(receiver.Url("/1"), Event("a1"));
        sender.Enqueue(receiver.Url("/2"), Event("a1"));

        (await Log.NextAsync()).Should().Contain("could not be stored");
        Memory.Write(db => db.Execute("DROP TRIGGER stubborn"));
        await Time.PassAsync(TimeSpan.FromSeconds(30));
        await AllEndedAsync();

        receiver.Received.Select(webhook => webhook.Path).Should().Equal("/1", "/2");
    }

    [Fact]
    public async Task Webhooks_that_cannot_be_read_for_any_reason_are_sent_namesoon_namethey_can()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var sender = Sender();
        Hide("secret", "hidden");
        AddAndWake(sender, receiver.Url("/1"));

        (await Log.NextAsync()).Should().StartWith("Error: The webhooks of agent a1 could not be read");
        Hide("hidden", "secret");
        await Time.PassAsync(TimeSpan.FromSeconds(30));

        (await receiver.NextAsync()).Path.Should().Be("/1");
    }

    [Fact]
    public async Task Webhooks_that_cannot_be_read_do_not_hold_up_disposal()
    {
        var sender = Sender();
        Hide("secret", "hidden");
        AddAndWake(sender, new("https://hooks.example.com/1"));
        await Time.IsWaitedForAsync(TimeSpan.FromSeconds(30));

        await sender.DisposeAsync().AsTask().WaitAsync(Patience.Limit);

        Log.Rest().Should().OnlyContain(line => line.Contains("could not be read"));
    }

    private void Hide(string column, string name) => Memory.Write(db => db.Execute($"ALTER TABLE webhook_secrets RENAME COLUMN {column} TO {name}"));

    private void AddAndWake(WebhookSender sender, Uri url) => Memory.Write(db =>
    {
        db.Execute(
            """
            INSERT INTO webhooks (id, agent_id, org_id, secret_id, url, event, body, created_at)
            SELECT $id, 'a1', 'o1', max(id), $url, 'computer.idled', CAST('{}' AS BLOB), 0 FROM webhook_secrets
            """,
            ("$id", url.AbsolutePath),
            ("$url", url.OriginalString));
        db.OnCommitted(sender.SendPending);
    });

    /// <summary>Whether the store refuses to record attempts.</summary>
    private void RefuseRecords(bool on) => Memory.Write(db => db.Execute(on
        ? "CREATE TRIGGER IF NOT EXISTS refusing BEFORE INSERT ON webhook_attempts BEGIN SELECT RAISE(ABORT, 'no'); END"
        : "DROP TRIGGER refusing"));

    private void Add(string path) => Memory.Write(db => WebhookOutbox.Add(db, new($"https://hooks.example.com{path}"), Event("a1"), Time.GetUtcNow()));

    private string[] Paths() => [.. Messages().Select(message => message.Url.AbsolutePath)];
}
