using Flapjack.ReferenceBackend.Chat.Models;

namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>Says which function of a rule threw what: the author of a test would otherwise only hear that the model failed.</summary>
internal static class RuleFunction
{
    /// <param name="step">The method of the rule that was given the function.</param>
    /// <param name="function">The function. A <see cref="ChatModelException"/> of it stays as it is.</param>
    public static Func<ScriptedRequest, T> Of<T>(string step, Func<ScriptedRequest, T> function) => request =>
    {
        try
        {
            return function(request);
        }
        catch (Exception e) when (e is not ChatModelException)
        {
            throw new ChatModelException(ModelFailure.Code, $"The function that a rule of the scripted model has in {step} threw {e.GetType().Name}: {e.Message}", innerException: e);
        }
    };
}
