using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>What the handlers get, and how their end is answered.</summary>
public class WebhookHandlingTests
{
    private readonly ConcurrentQueue<string> _calls = [];

    [Fact]
    public async Task A_genuine_webhook_is_handled_and_answered_200()
    {
        BootstrapSucceeded? got = null;
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers().On<BootstrapSucceeded>((webhook, _) =>
        {
            got = webhook;
            return Task.CompletedTask;
        }));

        using var response = await app.SendAsync(WebhookApp.SignPlainly(Events.Succeeded));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        got!.AgentId.Should().Be("11111111-1111-4111-8111-111111111111");
        got.ExternalAppId.Should().Be("app_abc123");
        got.ComputerId.Should().Be("heyo-abc");
        got.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task A_webhook_in_the_form_of_standard_webhooks_is_handled_too()
    {
        await using var app = await WebhookApp.StartAsync(Recording<AgentDeleted>("deleted"));

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        _calls.Should().Equal("deleted");
    }

    [Fact]
    public async Task Each_handler_gets_the_webhooks_of_its_type_and_one_of_the_base_type_gets_all()
    {
        await using var app = await WebhookApp.StartAsync(Recording<BootstrapFailed>("failed")
            .On<ComputerWebhookPayload>(Note("any"))
            .On<AgentDeleted>(Note("deleted"))
            .On<UnknownWebhook>(Note("unknown")));

        foreach (var body in new[] { Events.Failed, Events.Deleted, Events.Succeeded, """{"event":"computer.renamed"}""" })
        {
            (await app.PostAsync(WebhookApp.SignPlainly(body))).Should().Be(HttpStatusCode.OK);
            _calls.Enqueue("-");
        }

        _calls.Should().Equal("failed", "any", "-", "any", "deleted", "-", "any", "-", "any", "unknown", "-");
    }

    [Fact]
    public async Task Handlers_of_one_type_run_one_after_the_other_in_their_order()
    {
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers()
            .On<AgentDeleted>(async (_, _) =>
            {
                _calls.Enqueue("first begins");
                await Task.Yield();
                _calls.Enqueue("first ends");
            })
            .On<AgentDeleted>(Note("second"))
            .On<AgentDeleted>(Note("third")));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        _calls.Should().Equal("first begins", "first ends", "second", "third");
    }

    [Fact]
    public async Task An_event_that_nobody_handles_is_answered_200()
    {
        await using var app = await WebhookApp.StartAsync(Recording<AgentDeleted>("deleted"));

        (await app.PostAsync(app.SignFully(Events.Succeeded))).Should().Be(HttpStatusCode.OK);
        (await app.PostAsync(app.SignFully("""{"event":"computer.renamed"}""", "msg_2"))).Should().Be(HttpStatusCode.OK);

        _calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_handler_that_is_added_after_mapping_is_not_called()
    {
        var handlers = Recording<AgentDeleted>("early");
        await using var app = await WebhookApp.StartAsync(handlers);
        handlers.On<AgentDeleted>(Note("late"));

        await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted));

        _calls.Should().Equal("early");
    }

    [Fact]
    public async Task A_handler_reaches_the_services_of_its_request()
    {
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>((_, context) =>
        {
            _calls.Enqueue($"{context.Request.Path} {context.RequestServices.GetService(typeof(TimeProvider)) is not null}");
            return Task.CompletedTask;
        }));

        await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted));

        _calls.Should().Equal("/api/flapjack/webhook True");
    }

    [Fact]
    public async Task A_handler_that_throws_is_answered_500_and_the_next_delivery_is_handled()
    {
        var fails = true;
        await using var app = await WebhookApp.StartAsync(Recording<AgentDeleted>("first").On<AgentDeleted>(async (_, _) =>
        {
            await Task.Yield();
            if (fails)
            {
                throw new InvalidOperationException("The database is down.");
            }
        }));

        using var failed = await app.SendAsync(app.SignFully(Events.Deleted));
        fails = false;
        var next = await app.PostAsync(app.SignFully(Events.Deleted));
        var afterwards = await app.PostAsync(app.SignFully(Events.Deleted));

        failed.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await failed.Content.ReadAsStringAsync()).Should().BeEmpty();
        next.Should().Be(HttpStatusCode.OK);
        afterwards.Should().Be(HttpStatusCode.OK);
        _calls.Should().Equal(["first", "first"], "the second delivery begins anew, the third is a duplicate");
        app.Log.Errors.Should().ContainSingle().Which.Should()
            .Contain("agent.deleted").And.Contain("11111111-1111-4111-8111-111111111111").And.Contain("msg_1").And.Contain("The database is down.");
    }

    [Fact]
    public async Task A_handler_that_throws_before_its_first_await_is_answered_500_as_well()
    {
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers()
            .On<AgentDeleted>((_, _) => throw new InvalidOperationException("At once."))
            .On<AgentDeleted>(Note("not reached")));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);

        _calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_handlers_own_cancellation_is_a_failure()
    {
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers()
            .On<AgentDeleted>((_, _) => throw new OperationCanceledException("Its own timeout.")));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);

        app.Log.Errors.Should().ContainSingle().Which.Should().Contain("Its own timeout.");
    }

    [Fact]
    public async Task A_status_that_a_handler_sets_is_not_the_answer()
    {
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>((_, context) =>
        {
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            return Task.CompletedTask;
        }));

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_handler_that_answers_itself_and_then_fails_is_not_taken_for_a_success()
    {
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>(async (_, context) =>
        {
            await context.Response.WriteAsync("he");
            throw new InvalidOperationException("And then it fails.");
        }));

        var send = () => app.SendAsync(WebhookApp.SignPlainly(Events.Deleted));

        await send.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Two_webhooks_that_come_in_the_wrong_order_are_both_handled()
    {
        await using var app = await WebhookApp.StartAsync(Recording<ComputerWebhookPayload>("any"));
        var older = app.SignFully(Events.Succeeded, "msg_older");
        app.Time.Advance(TimeSpan.FromMinutes(2));
        var newer = app.SignFully(Events.Deleted, "msg_newer");

        (await app.PostAsync(newer)).Should().Be(HttpStatusCode.OK);
        (await app.PostAsync(older)).Should().Be(HttpStatusCode.OK);

        _calls.Should().HaveCount(2);
    }

    private FlapjackWebhookHandlers Recording<TWebhook>(string name)
        where TWebhook : ComputerWebhookPayload => new FlapjackWebhookHandlers().On<TWebhook>(Note(name));

    private Func<ComputerWebhookPayload, HttpContext, Task> Note(string name) => (_, _) =>
    {
        _calls.Enqueue(name);
        return Task.CompletedTask;
    };
}
