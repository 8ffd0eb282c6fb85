using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.AspNetCore.Tests.Webhooks;

/// <summary>A webhook with an id is handled once, whatever happens on the way.</summary>
public class WebhookOnceTests
{
    private readonly WatchedDeduplicator _deduplicator = new();
    private int _calls;

    [Fact]
    public async Task A_duplicate_is_answered_200_and_not_handled_again()
    {
        await using var app = await WebhookApp.StartAsync(Counting());

        for (var delivery = 0; delivery < 3; delivery++)
        {
            (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
            app.Time.Advance(TimeSpan.FromHours(1));
        }

        _calls.Should().Be(1);
    }

    [Fact]
    public async Task A_webhook_without_an_id_is_handled_each_time()
    {
        await using var app = await WebhookApp.StartAsync(Counting());

        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        (await app.PostAsync(WebhookApp.SignPlainly(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        _calls.Should().Be(2);
    }

    [Fact]
    public async Task A_duplicate_that_comes_while_the_first_is_handled_is_asked_to_come_again()
    {
        var (begun, release) = (NewSignal(), NewSignal());
        await using var app = await WebhookApp.StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>(async (_, _) =>
        {
            Interlocked.Increment(ref _calls);
            begun.TrySetResult();
            await release.Task.Soon();
        }));

        var first = app.PostAsync(app.SignFully(Events.Deleted));
        await begun.Task.Soon();
        using var meanwhile = await app.SendAsync(app.SignFully(Events.Deleted));
        release.SetResult();

        meanwhile.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        meanwhile.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(1));
        (await first).Should().Be(HttpStatusCode.OK);
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        _calls.Should().Be(1);
    }

    [Fact]
    public async Task Of_many_deliveries_at_once_one_is_handled()
    {
        await using var app = await WebhookApp.StartAsync(Counting());

        var statuses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => app.PostAsync(app.SignFully(Events.Deleted))));

        _calls.Should().Be(1);
        statuses.Should().OnlyContain(status => status == HttpStatusCode.OK || status == HttpStatusCode.ServiceUnavailable);
        statuses.Should().Contain(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sender_that_hangs_up_has_its_webhook_abandoned_without_an_error()
    {
        var begun = NewSignal();
        await using var app = await StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>(async (_, context) =>
        {
            if (Interlocked.Increment(ref _calls) == 1)
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        }));

        await SendAndHangUpAsync(app, begun.Task);

        (await _deduplicator.NextEndAsync()).Should().Be("abandoned msg_1");
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        (await _deduplicator.NextEndAsync()).Should().Be("completed msg_1");
        _calls.Should().Be(2);
        app.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_webhook_that_was_handled_although_its_sender_had_hung_up_is_a_duplicate()
    {
        var begun = NewSignal();
        await using var app = await StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>(async (_, context) =>
        {
            Interlocked.Increment(ref _calls);
            var aborted = NewSignal();
            using var registration = context.RequestAborted.Register(aborted.SetResult);
            begun.SetResult();
            await aborted.Task.Soon();
        }));

        await SendAndHangUpAsync(app, begun.Task);

        (await _deduplicator.NextEndAsync()).Should().Be("completed msg_1");
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        _calls.Should().Be(1);
    }

    [Fact]
    public async Task A_sender_that_hangs_up_while_the_store_takes_a_beginning_down_leaves_no_webhook_begun_for_ever()
    {
        var (begun, aborted, ended) = (NewSignal(), NewSignal(), NewSignal());
        await using var app = await WebhookApp.StartAsync(Counting(), AddServices, web => web.Use(async (context, next) =>
        {
            using var registration = context.RequestAborted.Register(() => aborted.TrySetResult());
            await next(context);
            ended.TrySetResult();
        }));
        // As a database does: it has committed, but its driver is told to give up before it hears so.
        _deduplicator.AfterBegin = async cancellationToken =>
        {
            begun.TrySetResult();
            await aborted.Task.Soon();
            cancellationToken.ThrowIfCancellationRequested();
        };

        await SendAndHangUpAsync(app, begun.Task);
        await ended.Task.Soon();

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        _calls.Should().Be(1);
    }

    [Theory]
    [InlineData("begin", 0)]
    [InlineData("complete", 1)]
    public async Task While_the_store_of_ids_is_down_it_is_answered_500_and_the_next_delivery_is_handled(string operation, int callsMeanwhile)
    {
        await using var app = await StartAsync(Counting());
        _deduplicator.Failure = name => name == operation ? new TimeoutException("The store is down.") : null;

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);
        _calls.Should().Be(callsMeanwhile);
        app.Log.Errors.Should().ContainSingle().Which.Should().Contain("The store is down.");

        _deduplicator.Failure = _ => null;
        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);
        _calls.Should().Be(callsMeanwhile + 1);
    }

    [Fact]
    public async Task A_store_that_can_not_take_a_failure_down_does_not_hide_it()
    {
        await using var app = await StartAsync(new FlapjackWebhookHandlers().On<AgentDeleted>((_, _) => throw new InvalidOperationException("The handler's own.")));
        _deduplicator.Failure = name => name == "abandon" ? new TimeoutException("The store is down.") : null;

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.InternalServerError);

        app.Log.Errors.Should().HaveCount(2);
        app.Log.Errors.Should().ContainSingle(line => line.Contains("The handler's own."));
        app.Log.Errors.Should().ContainSingle(line => line.Contains("The store is down."));
    }

    [Fact]
    public async Task A_deduplicator_of_the_apps_own_may_live_for_one_request()
    {
        await using var app = await WebhookApp.StartAsync(Counting(), builder => builder.Services
            .AddScoped<IWebhookDeduplicator>(_ => _deduplicator)
            .AddFlapjackWebhooks(options => options.Secrets.Add(WebhookApp.Secret)));

        (await app.PostAsync(app.SignFully(Events.Deleted))).Should().Be(HttpStatusCode.OK);

        (await _deduplicator.NextEndAsync()).Should().Be("completed msg_1");
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task SendAndHangUpAsync(WebhookApp app, Task begun)
    {
        using var hangUp = new CancellationTokenSource();
        var sent = app.SendAsync(app.SignFully(Events.Deleted), hangUp.Token);
        await begun.Soon();
        await hangUp.CancelAsync();
        await FluentActions.Awaiting(() => sent).Should().ThrowAsync<OperationCanceledException>();
    }

    private FlapjackWebhookHandlers Counting() => new FlapjackWebhookHandlers().On<ComputerWebhookPayload>((_, _) =>
    {
        Interlocked.Increment(ref _calls);
        return Task.CompletedTask;
    });

    private Task<WebhookApp> StartAsync(FlapjackWebhookHandlers handlers) => WebhookApp.StartAsync(handlers, AddServices);

    private void AddServices(WebApplicationBuilder builder) => builder.Services
        .AddSingleton<IWebhookDeduplicator>(_deduplicator)
        .AddFlapjackWebhooks(options => options.Secrets.Add(WebhookApp.Secret));
}
