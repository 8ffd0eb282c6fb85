using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>Plays the steps of a rule that are due in a conversation.</summary>
internal sealed class ScriptedAnswer(ScriptedRule rule, ScriptedRequest request, TimeSpan tokenDelay, TimeProvider clock)
{
    private const string IdPrefix = "call_";

    private readonly string _messageId = $"scripted_{request.Messages.Count}";
    private int _said;

    public async IAsyncEnumerable<ChatResponseUpdate> PlayAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var position = ScriptPosition.Of(rule.Steps, request);
        var finish = ChatFinishReason.Stop;
        foreach (var step in position.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step is CallStep)
            {
                finish = ChatFinishReason.ToolCalls;
            }

            await foreach (var content in PlayAsync(step, position.View, cancellationToken).ConfigureAwait(false))
            {
                yield return Update(content);
            }
        }

        var last = Update(new UsageContent(ScriptedUsage.Of(rule.Usage, request, _said)));
        last.FinishReason = finish;
        yield return last;
    }

    private async IAsyncEnumerable<AIContent> PlayAsync(ScriptStep step, ScriptedRequest view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        switch (step)
        {
            case SayStep say:
                foreach (var token in say.Tokens(view))
                {
                    await WaitAsync(tokenDelay, cancellationToken).ConfigureAwait(false);
                    _said++;
                    yield return new TextContent(token);
                }

                break;
            case CallStep call:
                foreach (var content in ContentsOf(call.Calls(view)))
                {
                    yield return content;
                }

                break;
            case EmitStep emit:
                yield return new ChatEventContent(emit.ChatEvent);
                break;
            case WaitStep wait:
                await WaitAsync(wait.Time, cancellationToken).ConfigureAwait(false);
                break;
            case DeafStep deaf:
                await deaf.Released.ConfigureAwait(false);
                break;
            case FailStep fail:
                throw fail.Failure();
        }
    }

    private ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { MessageId = _messageId, ResponseId = _messageId, ModelId = request.ModelId };

    private IEnumerable<FunctionCallContent> ContentsOf(IReadOnlyList<ScriptedCall> calls)
    {
        var number = HighestNumber();
        foreach (var call in calls)
        {
            _said += ScriptedUsage.WordsOf(call);
            var arguments = call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value, StringComparer.Ordinal);
            yield return new(call.Id ?? $"{IdPrefix}{(++number).ToString(CultureInfo.InvariantCulture)}", call.Tool, arguments);
        }
    }

    private int HighestNumber() => request.Messages.SelectMany(message => message.Calls)
        .Select(call => call.Id!.StartsWith(IdPrefix, StringComparison.Ordinal) && int.TryParse(call.Id.AsSpan(IdPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty().Max();

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return time == TimeSpan.Zero ? Task.CompletedTask : Task.Delay(time, clock, cancellationToken);
    }
}
