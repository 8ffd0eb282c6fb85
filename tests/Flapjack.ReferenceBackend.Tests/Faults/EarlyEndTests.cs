using System.Net;

namespace Flapjack.ReferenceBackend.Tests.Faults;

public sealed class EarlyEndTests
{
    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_body_is_cut_in_good_order_at_every_byte(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        for (var bytes = 0; bytes <= faulty.Recording.Length; bytes++)
        {
            faulty.Plan.Add(Fault.CutAfter(bytes), FaultTarget.Bootstrap, times: 1);

            var received = await faulty.GetAsync(faulty.BootstrapStream);

            received.Failure.Should().BeNull();
            received.Bytes.Should().Equal(faulty.Recording[..bytes]);
            faulty.Plan.Fired[^1].What.Should().Be($"CutAfter({bytes})");
        }
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_connection_is_reset_at_every_byte(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        for (var bytes = 0; bytes <= faulty.Recording.Length; bytes++)
        {
            faulty.Plan.Add(Fault.ResetAfter(bytes), FaultTarget.Bootstrap, times: 1);

            var received = await faulty.GetAsync(faulty.BootstrapStream);

            received.Failure.Should().BeAssignableTo<IOException>();
            received.Bytes.Should().Equal(faulty.Recording[..bytes]);
            faulty.Plan.Fired[^1].What.Should().Be($"ResetAfter({bytes})");
        }
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_body_that_is_too_short_for_the_fault_is_left_alone(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.ResetAfter(faulty.Recording.Length + 1));

        var received = await faulty.GetAsync(faulty.BootstrapStream);

        received.Failure.Should().BeNull();
        received.Bytes.Should().Equal(faulty.Recording);
        faulty.Plan.Fired.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_stalled_body_stays_silent_until_the_client_leaves(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.StallAfter(500), FaultTarget.Exec, times: 1);

        using (var response = await faulty.ExecAsync("echo $$ > pid; printf %01000d 0; exec sleep 1000"))
        {
            var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[500]).AsTask().WaitAsync(FaultyBackend.Patience);
            body.ReadAsync(new byte[1]).AsTask().IsCompleted.Should().BeFalse();
        }

        await CommandIsGoneAsync(faulty);
        faulty.Plan.Fired.Should().ContainSingle().Which.What.Should().Be("StallAfter(500)");
    }

    [Theory]
    [InlineData(Wire.Tcp, false)]
    [InlineData(Wire.Tcp, true)]
    [InlineData(Wire.InMemory, false)]
    [InlineData(Wire.InMemory, true)]
    public async Task To_the_handler_the_client_has_left(Wire wire, bool reset)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(reset ? Fault.ResetAfter(500) : Fault.CutAfter(500), FaultTarget.Exec, times: 1);

        using var response = await faulty.ExecAsync("echo $$ > pid; printf %01000d 0; exec sleep 1000");
        var received = await ReceivedBody.ReadAsync(response);

        received.Bytes.Should().HaveCount(500);
        received.Text.Should().NotContain("event: exit");
        await CommandIsGoneAsync(faulty);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task An_answer_of_known_length_is_cut_in_good_order_too(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        var whole = await faulty.GetAsync($"{faulty.Computer}/status");
        faulty.Plan.Add(Fault.CutAfter(10), FaultTarget.Status, times: 1);

        var received = await faulty.GetAsync($"{faulty.Computer}/status");

        received.Failure.Should().BeNull();
        received.Bytes.Should().Equal(whole.Bytes[..10]);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task An_error_answer_goes_past_the_fault_unharmed(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.CutAfter(3));

        using var response = await faulty.Http.GetAsync("/api/agents/nobody/computer/status");

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).Should().StartWith("{\"error\":\"NOT_FOUND\"").And.EndWith("}");
        faulty.Plan.Fired.Should().BeEmpty();
    }

    private static async Task CommandIsGoneAsync(FaultyBackend faulty)
    {
        using var response = await faulty.ExecAsync("while kill -0 $(cat pid); do sleep 0.05; done 2>/dev/null; echo gone");
        (await ReceivedBody.ReadAsync(response)).Text.Should().Contain("gone").And.Contain("event: exit");
    }
}
