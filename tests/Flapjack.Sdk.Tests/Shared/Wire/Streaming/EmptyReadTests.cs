using System.Text;
using Flapjack.Sdk.Settings;
using Flapjack.Sdk.Tests.Wire;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>A quiet stream of HttpClient's own is waited for by a read of no bytes; the stream of somebody else's handler need not know such a read.</summary>
public sealed class EmptyReadTests
{
    public static TheoryData<string> OddAnswers => ["refuses", "ends", "never answers", "throws at once"];

    [Theory]
    [MemberData(nameof(OddAnswers))]
    public async Task A_body_of_a_double_is_only_read_with_space_for_bytes(string toAnEmptyRead)
    {
        using var body = new OddBody(Frames.Exec, toAnEmptyRead);
        using var http = new HttpClient(StubHandler.Events(body));
        using var client = TestClient.Over(http, new("http://flapjack.test"));
        var events = new List<string>();

        await foreach (var item in client.ExecComputerAsync("a1", new() { Command = "npm test" }))
        {
            events.Add(item.Type);
        }

        events.Should().Equal("exec_started", "stdout", "stderr", "exit");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_HttpClient_is_waited_for_without_an_array(bool isOfTheClient)
    {
        using var server = new WireServer();
        server.Answers("/stream", Answer.Events(Frames.Exec));
        var settings = ClientSettings.From(TestClient.Options(server.Address)).Http;
        using var handler = new HttpClientHandler();
        using var passed = new HttpClient(handler);
        using var connections = isOfTheClient ? Connections.Create(settings) : Connections.Of(passed);
        using var http = new WireHttp(connections, settings, typeof(FlapjackClient));

        await using var connection = await EventConnection.OpenAsync(http, new(HttpMethod.Get, $"/stream", RetryRule.Never) { WantsEvents = true }, default);

        connection.Reader.TakesEmptyReads.Should().BeTrue();
        (await connection.Reader.ReadAsync(default)).Should().BeTrue();
    }

    private sealed class OddBody(string frames, string toAnEmptyRead) : ReadOnlyStream
    {
        private readonly MemoryStream _bytes = new(Encoding.UTF8.GetBytes(frames));
        private bool _ended;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!buffer.IsEmpty)
            {
                return new(_ended ? 0 : _bytes.Read(buffer.Span[..Math.Min(7, buffer.Length)]));
            }

            switch (toAnEmptyRead)
            {
                case "refuses":
                    return ValueTask.FromException<int>(new ArgumentException("There must be space.", nameof(buffer)));
                case "ends":
                    _ended = true;
                    return new(0);
                case "never answers":
                    return new(Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => 0, TaskScheduler.Default));
                default:
                    throw new ArgumentException("There must be space.", nameof(buffer));
            }
        }
    }
}
