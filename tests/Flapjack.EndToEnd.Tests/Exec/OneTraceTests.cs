using System.Diagnostics;
using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>One trace runs from the call of the client through the backend to the process on the computer and to the receiver of the webhook.</summary>
public sealed class OneTraceTests
{
    [Fact]
    public async Task One_trace_is_seen_by_the_call_the_backend_the_process_and_the_receiver()
    {
        using var app = new Activity("app").SetIdFormat(ActivityIdFormat.W3C).Start();
        app.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        using var spans = new CapturedSpans(app.TraceId, FlapjackBackendDiagnostics.SourceName, CapturedSpans.Server);
        await using var inbox = await WebhookInbox.StartAsync();
        await using var backend = await FlapjackBackend.StartAsync(new() { AllowLoopbackWebhooks = true });
        using var client = backend.CreateClient();

        var created = await client.CreateAgentFromTemplateAsync(new() { Name = "traced", Template = ComputerTemplate.Blank, WebhookUrl = inbox.Url }, Limit.Token);
        var webhook = await inbox.NextAsync();
        var result = await client.RunComputerAsync(created.Agent.Id, new() { Command = "bash -c 'echo $TRACEPARENT'; exit 3" }, Limit.Token);

        var exec = await spans.WaitForAsync("flapjack.exec");
        var bootstrap = await spans.WaitForAsync("flapjack.bootstrap");
        var attempt = await spans.WaitForAsync("flapjack.webhook.attempt");
        result.Stdout.Should().Be($"00-{app.TraceId}-{exec.SpanId}-01\n");
        webhook.TraceParent.Should().Be($"00-{app.TraceId}-{attempt.SpanId}-01");
        (result.ExitCode, exec.GetTagItem("flapjack.exec.exit_code")).Should().Be((3, 3));
        var requests = await spans.WaitForAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn", 2);
        requests.Select(request => request.SpanId).Should().Contain([bootstrap.ParentSpanId, exec.ParentSpanId]);
        requests.Should().OnlyContain(request => request.HasRemoteParent, "each was sent by the client, within the trace of the app");
    }
}
