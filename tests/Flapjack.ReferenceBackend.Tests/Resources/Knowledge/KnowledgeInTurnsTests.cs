using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Computers;
using Frames = Flapjack.ReferenceBackend.Tests.Chat.Turns.Frames;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

public sealed class KnowledgeInTurnsTests : IAsyncLifetime
{
    private readonly ScriptedChatModel _model = new();
    private ScriptedBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await ScriptedBackend.StartAsync(_model);

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task The_chunks_that_the_model_was_told_are_kept_with_the_message_and_no_event_shows_them()
    {
        await UploadAsync("agent", _backend.AgentId, "Pancakes rest for ten minutes.");
        await UploadAsync("agent", _backend.AgentId, "Dogs bark.");
        var thread = await _backend.CreateThreadAsync();

        var answer = await _backend.SendAsync(thread, """{"content":"How long do pancakes rest?"}""");
        var other = await _backend.SendAsync(thread, """{"content":"Nothing of that kind"}""");

        Frames.Names(answer).Distinct().Should().Equal("meta", "token", "done");
        _model.Requests[0].SystemText.Should().StartWith("You cook.\n\n").And.Contain("> Pancakes rest for ten minutes.").And.NotContain("bark");
        ChunksOf(thread, answer).Should().ContainSingle().Which.Should().Be(ChunkOf("Pancakes rest for ten minutes."));
        _model.Requests[1].SystemText.Should().Be("You cook.");
        ChunksOf(thread, other).Should().BeEmpty();
    }

    [Fact]
    public async Task The_chunk_ids_stay_with_the_message_when_the_document_is_deleted()
    {
        var document = await UploadAsync("org", _backend.Backend.Backend.OrgId, "Pancakes rest for ten minutes.");
        var thread = await _backend.CreateThreadAsync();
        var chunk = ChunkOf("Pancakes rest for ten minutes.");
        var answer = await _backend.SendAsync(thread, """{"content":"How long do pancakes rest?"}""");

        (await _backend.Backend.DeleteAsync($"/api/knowledge/{document}")).Status.Should().Be(200);
        var again = await _backend.SendAsync(thread, """{"content":"And now, how long do pancakes rest?"}""");

        ChunksOf(thread, answer).Should().Equal(chunk);
        ChunksOf(thread, again).Should().BeEmpty();
        _model.Requests[^1].SystemText.Should().Be("You cook.");
    }

    [Fact]
    public async Task The_model_is_told_them_again_after_the_tools_of_the_caller_have_answered()
    {
        await UploadAsync("agent", _backend.AgentId, "Waffles have pockets.");
        _model.When("waffles").Call("ask").Say("Well.");
        var thread = await _backend.CreateThreadAsync();

        var asked = await _backend.SendAsync(thread, """{"content":"What about waffles?","tools":[{"name":"ask"}]}""");
        var call = Frames.Last(asked).GetProperty("toolCalls")[0].GetProperty("id").GetString();
        var answer = await _backend.SendAsync(thread, $$"""{"toolResults":[{"toolCallId":"{{call}}","result":"yes"}]}""");

        _model.Requests.Should().HaveCount(2).And.OnlyContain(request => request.SystemText.Contains("> Waffles have pockets."));
        ChunksOf(thread, answer).Should().Equal(ChunkOf("Waffles have pockets."));
    }

    private async Task<string> UploadAsync(string scopeType, string scopeId, string text)
    {
        var uploaded = await Upload.SendAsync(_backend.Backend.Client, scopeType, scopeId, text);
        uploaded.Status.Should().Be(201, uploaded.Body);
        return uploaded.Text("id");
    }

    private IReadOnlyList<long> ChunksOf(string thread, HttpAnswer answer)
    {
        var messageId = Frames.Last(answer).GetProperty("messageId").GetString();
        return _backend.Backend.Backend.Store().Read(db => MessageTable.Of(db, thread)).Single(message => message.Id == messageId).ChunkIds;
    }

    private long ChunkOf(string text) => _backend.Backend.Backend.Store().Read(db =>
        db.QuerySingle("SELECT id FROM document_chunks WHERE text = $text", row => row.GetInt64(0), ("$text", text)));
}
