using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Tests.Faults;

public sealed class FrameFaultTests
{
    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task A_frame_is_sent_twice(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        var frames = FramesOf(faulty.Recording);
        faulty.Plan.Add(Fault.DuplicateFrame(2), FaultTarget.Bootstrap, times: 1);

        var received = FramesOf((await faulty.GetAsync(faulty.BootstrapStream)).Bytes);

        frames[0].Should().StartWith(": ", "a comment is not counted");
        received.Should().Equal([.. frames[..3], .. frames[2..]]);
        faulty.Plan.Fired.Should().ContainSingle().Which.What.Should().Be("DuplicateFrame(2)");
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task The_json_of_a_frame_is_broken_and_nothing_else(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        var frames = FramesOf(faulty.Recording);
        faulty.Plan.Add(Fault.GarbleFrame(1), FaultTarget.Bootstrap, times: 1);

        var received = FramesOf((await faulty.GetAsync(faulty.BootstrapStream)).Bytes);

        var garbled = received[1][(received[1].IndexOf("data: ", StringComparison.Ordinal) + 6)..];
        FluentActions.Invoking(() => JsonDocument.Parse(garbled)).Should().Throw<JsonException>();
        received[1] = received[1].Replace("data: !", "data: {", StringComparison.Ordinal);
        received.Should().Equal(frames);
    }

    [Fact]
    public async Task A_frame_that_never_comes_is_not_spoilt()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.GarbleFrame(1_000_000));

        (await faulty.GetAsync(faulty.BootstrapStream)).Bytes.Should().Equal(faulty.Recording);
        (await faulty.GetAsync($"{faulty.Computer}/status")).Text.Should().StartWith("{").And.EndWith("}");
        faulty.Plan.Fired.Should().BeEmpty();
    }

    [Fact]
    public async Task Frames_of_a_command_that_runs_are_not_held_up()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.InMemory);
        faulty.Plan.Add(Fault.DuplicateFrame(2), FaultTarget.Exec);

        using var response = await faulty.ExecAsync("echo one; read line < /dev/zero");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var seen = 0;
        while (seen < 2 && await reader.ReadLineAsync().WaitAsync(FaultyBackend.Patience) is { } line)
        {
            seen += line.Contains("one\\n", StringComparison.Ordinal) ? 1 : 0;
        }

        seen.Should().Be(2);
    }

    [Theory]
    [InlineData(Wire.Tcp)]
    [InlineData(Wire.InMemory)]
    public async Task Dripping_changes_no_byte(Wire wire)
    {
        await using var faulty = await FaultyBackend.StartAsync(wire);
        faulty.Plan.Add(Fault.Drip(), FaultTarget.Bootstrap);

        (await faulty.GetAsync(faulty.BootstrapStream)).Bytes.Should().Equal(faulty.Recording);
        faulty.Plan.Fired.Should().ContainSingle().Which.What.Should().Be("Drip()");
    }

    [Fact]
    public async Task Each_byte_drips_in_a_chunk_of_its_own()
    {
        await using var faulty = await FaultyBackend.StartAsync(Wire.Tcp);
        faulty.Plan.Add(Fault.Drip(), FaultTarget.Bootstrap);
        using var connection = new TcpClient(faulty.Backend.BaseAddress.Host, faulty.Backend.BaseAddress.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {faulty.BootstrapStream} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {faulty.Backend.ApiKey}\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(connection.GetStream(), Encoding.Latin1);
        var raw = await reader.ReadToEndAsync().WaitAsync(FaultyBackend.Patience);

        raw[(raw.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Should()
            .Be(string.Concat(Encoding.Latin1.GetString(faulty.Recording).Select(c => $"1\r\n{c}\r\n")) + "0\r\n\r\n");
    }

    private static string[] FramesOf(byte[] stream) => Encoding.UTF8.GetString(stream).Split("\n\n");
}
