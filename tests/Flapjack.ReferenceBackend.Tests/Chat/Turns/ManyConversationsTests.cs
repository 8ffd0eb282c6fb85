using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Many conversations at once on one backend.</summary>
public sealed class ManyConversationsTests
{
    private const int Conversations = 50;

    [Fact]
    public async Task Each_of_fifty_conversations_hears_only_its_own_words_and_nothing_is_kept_longer_than_it_must_be()
    {
        using var folder = new TempFolder();
        var clock = new ArmedTime();
        var model = new ScriptedChatModel();
        model.When("ask").Say(request => $"{request.Text}: ").Call("lookup", request => new { of = request.Text }).SayResults();
        await using var backend = await ScriptedBackend.StartAsync(model, options =>
        {
            options.TimeProvider = clock;
            options.DataDirectory = folder.Path;
        });

        var heard = await Task.WhenAll(Enumerable.Range(0, Conversations).Select(number => TalkAsync(backend, number)));

        heard.SelectMany(texts => texts).Should().Equal(
            Enumerable.Range(0, Conversations).SelectMany(number => Enumerable.Range(0, 3).Select(message => $"ask {number}.{message}: result of ask {number}.{message}")));
        foreach (var conversation in model.Requests.Where(request => request.Messages.Count == 11))
        {
            var own = conversation.Messages[0].Text.Split('.')[0];
            conversation.Messages.Where(message => message.Role == "user").Should().OnlyContain(message => message.Text.StartsWith(own + "."));
        }

        var store = backend.Backend.Backend.Store();
        var journals = Path.Combine(folder.Path, "turns");
        Directory.GetFiles(journals).Should().HaveCount(2 * 3 * Conversations);
        clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        Directory.GetFiles(journals).Should().BeEmpty();
        backend.Backend.Backend.Turns().Kept.Should().Be(0);
        clock.Advance(TimeSpan.FromHours(24));
        store.Read(db => db.QuerySingle("SELECT count(*) FROM turns", row => row.GetInt64(0))).Should().Be(0);
        (await backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("total_turns").GetInt64().Should().Be(3 * Conversations);
    }

    private static async Task<IReadOnlyList<string>> TalkAsync(ScriptedBackend backend, int number)
    {
        var thread = await backend.CreateThreadAsync();
        var texts = new List<string>();
        for (var message = 0; message < 3; message++)
        {
            var asked = await backend.SendAsync(thread, $$"""{"content":"ask {{number}}.{{message}}","tools":[{"name":"lookup"}]}""");
            var call = Frames.Last(asked).GetProperty("toolCalls")[0];
            var of = System.Text.Json.JsonElement.Parse(call.GetProperty("arguments").GetString()!).GetProperty("of").GetString();
            var answer = await backend.SendAsync(thread, $$"""{"toolResults":[{"toolCallId":"{{call.GetProperty("id").GetString()}}","result":"result of {{of}}"}]}""");
            (Frames.Text(asked) + Frames.Text(answer)).Should().Be(Frames.Last(answer).GetProperty("content").GetString());
            texts.Add(Frames.Last(answer).GetProperty("content").GetString()!);
        }

        return texts;
    }
}
