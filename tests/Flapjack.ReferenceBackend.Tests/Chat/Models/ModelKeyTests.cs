using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Models;
using Flapjack.ReferenceBackend.Tests.Chat.Credentials;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>The client of a user's key: which it is, how long it lives, and what is shown of the key.</summary>
public sealed class ModelKeyTests : IDisposable
{
    private static readonly ModelKey Key = new("anthropic", "claude-haiku-4-5", "sk-ant-0123456789");

    private readonly ScriptedChatModel _usual = new();

    public void Dispose() => _usual.Dispose();

    [Fact]
    public void Neither_the_text_nor_the_JSON_of_a_key_shows_it()
    {
        Key.ToString().Should().Be("ModelKey { Provider = anthropic, Model = claude-haiku-4-5, ApiKey = [hidden] }");
        JsonSerializer.Serialize(Key).Should().Be("""{"Provider":"anthropic","Model":"claude-haiku-4-5"}""");
    }

    [Fact]
    public void Without_the_option_the_usual_client_answers_for_a_users_key_too() =>
        new ChatModels(_usual, []).ClientOf("claude-haiku-4-5", Key).Should().BeSameAs(_usual);

    [Fact]
    public void A_client_of_the_model_itself_gives_way_to_the_client_of_the_key_and_answers_without_a_key()
    {
        using var haiku = new ScriptedChatModel();
        var models = new ChatModels(_usual, [new("claude-haiku-4-5", haiku)], key => KeyedClient.Saying(key, "Hi"));

        models.ClientOf("claude-haiku-4-5", Key).Should().BeOfType<KeyedChatClient>();
        models.ClientOf("claude-haiku-4-5").Should().BeSameAs(haiku);
    }

    [Fact]
    public async Task Each_call_has_a_client_of_its_own_which_ends_with_the_call()
    {
        var made = new List<KeyedClient>();
        var model = new ChatModels(_usual, [], key =>
        {
            made.Add(KeyedClient.Saying(key, "Hi"));
            return made[^1];
        }).ClientOf("claude-haiku-4-5", Key);

        (await model.GetResponseAsync("One")).Text.Should().Be("Hi");
        await foreach (var update in model.GetStreamingResponseAsync("Two"))
        {
            made[1].Disposed.IsCompleted.Should().BeFalse();
        }

        made.Should().HaveCount(2).And.OnlyContain(client => client.Disposed.IsCompleted && client.Key == Key);
    }

    [Fact]
    public async Task A_scripted_model_of_a_key_is_told_the_model_and_that_the_users_key_pays()
    {
        using var scripted = new ScriptedChatModel();
        var models = new ChatModels(_usual, [], _ => scripted);
        var options = models.Tell(new(), "claude-haiku-4-5", Key);

        await models.ClientOf("claude-haiku-4-5", Key).GetResponseAsync("Hi", options);

        scripted.Requests.Single().ModelId.Should().Be("claude-haiku-4-5");
        scripted.Requests.Single().CredentialSource.Should().Be("byok");
        options.ModelId.Should().BeNull("the options of the caller stay as they are");
    }

    [Fact]
    public async Task A_function_that_returns_no_client_is_named()
    {
        var model = new ChatModels(_usual, [], _ => null!).ClientOf("claude-haiku-4-5", Key);

        (await model.Awaiting(it => it.GetResponseAsync("Hi")).Should().ThrowAsync<ChatModelException>()).WithMessage("The option ChatModelOfKey returned no client.");
    }

    [Theory]
    [InlineData("sk-ant-0123456789", "Bad key sk-ant-0123456789.", "Bad key [key].")]
    [InlineData("sk-ant-0123456789", "Authorization: c2stYW50LTAxMjM0NTY3ODk=", "Authorization: [key]=")]
    [InlineData("k1", "Bad key k1.", "The message of the failure holds the user's key, and is not shown.")]
    [InlineData("k1", "Bad key.", "Bad key.")]
    public void A_key_is_taken_out_of_a_failure_in_every_spelling(string key, string message, string shown)
    {
        var failure = new KeyRedaction(new("openai", "gpt-5.4", key)).Of(new ChatModelException("CODE", message, 404, new InvalidOperationException(message)));

        failure.Message.Should().Be(shown);
        failure.Status.Should().Be(404);
        failure.InnerException.Should().BeNull();
    }
}
