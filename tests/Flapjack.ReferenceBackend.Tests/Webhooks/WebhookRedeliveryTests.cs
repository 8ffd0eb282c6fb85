using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookRedeliveryTests : WebhookSenderTest
{
    [Theory]
    [InlineData(404, WebhookState.Dead)]
    [InlineData(200, WebhookState.Delivered)]
    public async Task What_has_ended_is_sent_again_under_its_id_and_signed_afresh(int firstAnswer, WebhookState firstEnd)
    {
        await using var receiver = await WebhookReceiver.StartAsync(firstAnswer);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/"), Event("a1"));
        var first = await receiver.NextAsync();
        await AllEndedAsync();
        Messages()[0].State.Should().Be(firstEnd);

        Time.Advance(TimeSpan.FromHours(1));
        sender.Redeliver(Messages()[0].Id);
        var second = await receiver.NextAsync();
        await AllEndedAsync();

        second.Headers["webhook-id"].Should().Be(first.Headers["webhook-id"]);
        second.Body.Should().Equal(first.Body);
        Check(first).Should().Be(WebhookCheckResult.Stale);
        Check(second).Should().Be(WebhookCheckResult.Valid);
        var message = Messages().Should().ContainSingle().Which;
        message.State.Should().Be(WebhookState.Delivered);
        message.Attempts.Select(attempt => (attempt.Number, attempt.Status)).Should().Equal((1, firstAnswer), (2, 200));
    }

    [Fact]
    public async Task It_has_eight_new_attempts()
    {
        await using var receiver = await WebhookReceiver.StartAsync([.. Enumerable.Repeat(500, 16)]);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/"), Event("a1"));
        await PassAllAsync();

        sender.Redeliver(Messages()[0].Id);
        await PassAllAsync();

        receiver.Received.Should().HaveCount(16);
        var message = Messages().Should().ContainSingle().Which;
        message.State.Should().Be(WebhookState.Dead);
        message.Attempts.Select(attempt => attempt.Number).Should().Equal(Enumerable.Range(1, 16));
    }

    [Fact]
    public async Task It_goes_before_one_that_waits_to_be_tried_again_which_keeps_its_time()
    {
        await using var receiver = await WebhookReceiver.StartAsync(404, 500);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/dead"), Event("a1"));
        await AllEndedAsync();
        sender.Enqueue(receiver.Url("/waiting"), Event("a1"));
        await receiver.NextAsync();
        await receiver.NextAsync();
        await Log.NextAsync();
        (await Log.NextAsync()).Should().Contain("tried again");
        await Time.IsWaitedForAsync(FirstDelay);
        var due = Messages()[1].NextAttemptAt;

        sender.Redeliver(Messages()[0].Id);

        (await receiver.NextAsync()).Path.Should().Be("/dead", "and no time has passed");
        (await Log.NextAsync()).Should().Contain("delivered");
        Messages()[1].NextAttemptAt.Should().Be(due);
        await Time.PassAsync(FirstDelay);
        (await receiver.NextAsync()).Path.Should().Be("/waiting");
    }

    [Fact]
    public async Task It_is_signed_with_the_secret_that_is_in_force()
    {
        await using var receiver = await WebhookReceiver.StartAsync(401);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/"), Event("a1"));
        await receiver.NextAsync();
        await AllEndedAsync();
        var next = Memory.Write(db => WebhookSecrets.Add(db, "o1", Time.GetUtcNow()));

        sender.Redeliver(Messages()[0].Id);

        Check(await receiver.NextAsync(), next).Should().Be(WebhookCheckResult.Valid);
    }

    [Fact]
    public async Task One_that_is_pending_again_is_not_removed_for_its_age()
    {
        await using var receiver = await WebhookReceiver.StartAsync(404);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/dead"), Event("a1"));
        await AllEndedAsync();
        await sender.DisposeAsync();
        var id = Messages()[0].Id;
        Memory.Write(db => { WebhookOutbox.Revive(db, id); });

        Time.Advance(TimeSpan.FromDays(31));
        Memory.Write(db => WebhookOutbox.Add(db, receiver.Url("/later"), Event("a1"), Time.GetUtcNow()));

        Messages().Select(message => message.Url.AbsolutePath).Should().Equal("/dead", "/later");
    }

    [Fact]
    public async Task One_that_is_pending_or_that_is_not_there_is_refused()
    {
        await using var receiver = await WebhookReceiver.StartAsync(500);
        var sender = Sender();
        sender.Enqueue(receiver.Url("/"), Event("a1"));
        await Log.NextAsync();

        var pending = () => sender.Redeliver(Messages()[0].Id);
        var unknown = () => sender.Redeliver("msg_0");

        pending.Should().Throw<InvalidOperationException>().WithMessage($"The webhook '{Messages()[0].Id}' is pending: it is sent without being redelivered.");
        unknown.Should().Throw<ArgumentException>().WithMessage("There is no webhook 'msg_0'.*");
        Messages()[0].Attempts.Should().ContainSingle();
        receiver.Received.Should().ContainSingle();
    }

    private async Task PassAllAsync()
    {
        foreach (var delay in Delays)
        {
            await Time.PassAsync(delay);
        }

        await AllEndedAsync();
    }
}
