using System.Net;
using System.Reflection;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>Says why a model failed, whatever its client throws.</summary>
internal static class ModelFailure
{
    /// <summary>The code of a failure that has none of its own.</summary>
    public const string Code = "MODEL_FAILED";

    private const int DeepestCause = 8;

    /// <summary>
    /// The failure as the turn's <c>error</c> event tells it, without secrets. Only a <see cref="ChatModelException"/> is told in its own words. The messages of other exceptions are
    /// never shown: providers repeat keys, addresses and prompts in them.
    /// </summary>
    public static ChatModelException Of(Exception failure)
    {
        if (failure is ChatModelException told)
        {
            return told;
        }

        var causes = CausesOf(failure).ToArray();
        var status = StatusOf(causes);
        // The exception itself is not kept inside, so that no log shows its message either.
        return new(Code, DetailOf(causes, status), status);
    }

    /// <summary>
    /// Whether the failure is of the kind after which the fallback models of a message are tried: the provider refused with 400, 403 or 404. The caller of
    /// this method knows whether anything of the answer has been shown; then no other model can answer in its place.
    /// </summary>
    public static bool LetsAnotherModelAnswer(Exception failure) => StatusOf(CausesOf(failure)) is 400 or 403 or 404;

    private static string DetailOf(Exception[] causes, int? status) => status switch
    {
        400 => "The model's provider refused the request as malformed (HTTP status 400).",
        401 => "The model's provider did not accept the key of the client that the backend was given (HTTP status 401).",
        403 => "The model's provider does not allow this model or request (HTTP status 403).",
        404 => "The model's provider does not know the model, or there is no such address (HTTP status 404).",
        429 => "The model's provider asks for fewer requests (HTTP status 429).",
        >= 500 => $"The model's provider failed (HTTP status {status}).",
        not null => $"The model's provider refused the request (HTTP status {status}).",
        null when causes.Any(cause => cause is TimeoutException or OperationCanceledException) => "The model did not answer in time.",
        null when causes.Any(cause => cause is HttpRequestException or IOException) => "The model could not be reached, or the connection to it broke.",
        null => $"The client of the model threw {causes[0].GetType().Name}.",
    };

    private static int? StatusOf(IEnumerable<Exception> causes) => causes.Select(StatusOf).FirstOrDefault(found => found is not null);

    private static IEnumerable<Exception> CausesOf(Exception failure)
    {
        var cause = failure;
        for (var depth = 0; cause is not null && depth < DeepestCause; depth++)
        {
            yield return cause;
            cause = cause.InnerException;
        }
    }

    private static int? StatusOf(Exception failure) => failure switch
    {
        ChatModelException told => told.Status,
        HttpRequestException refused => (int?)refused.StatusCode,
        _ => StatusPropertyOf(failure),
    };

    // The clients of providers have exceptions of their own, in packages that the backend does not reference. They have the status in one of two
    // properties: ClientResultException.Status is a number, the StatusCode of others a number or an HttpStatusCode.
    private static int? StatusPropertyOf(Exception failure)
    {
        try
        {
            var status = (PropertyOf(failure, "Status") ?? PropertyOf(failure, "StatusCode")) switch
            {
                int number => number,
                HttpStatusCode named => (int)named,
                _ => 0,
            };
            return status is >= 100 and <= 599 ? status : null;
        }
        catch (Exception broken) when (broken is TargetInvocationException or AmbiguousMatchException)
        {
            return null;
        }
    }

    private static object? PropertyOf(Exception failure, string name) =>
        failure.GetType().GetProperty(name, BindingFlags.Instance | BindingFlags.Public) is { } property
        && (property.PropertyType == typeof(int) || Nullable.GetUnderlyingType(property.PropertyType) == typeof(HttpStatusCode) || property.PropertyType == typeof(HttpStatusCode))
            ? property.GetValue(failure)
            : null;
}
