using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Testing.Client;

/// <summary>Every method of a client, found by reflection, with arguments that pass its checks: a new method is covered without a line of its own.</summary>
internal static class EveryCall<TClient> where TClient : class
{
    /// <summary>What each argument is that is a text.</summary>
    public const string AnyText = "x1";

    public static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. typeof(TClient).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal)),
    ];

    public static string NameOf(MethodInfo method) => $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})";

    public static MethodInfo Named(string name) => Methods.Single(method => NameOf(method) == name);

    public static bool IsStream(MethodInfo method) => method.ReturnType.IsAssignableTo(typeof(IAsyncEnumerable<object>));

    /// <summary>Calls a method, and enumerates what it returns if that is a stream.</summary>
    public static Task Run(MethodInfo method, TClient client) => Begin(method, client)();

    /// <summary>Calls a method now; the stream that it returns is enumerated later.</summary>
    public static Func<Task> Begin(MethodInfo method, TClient client)
    {
        var arguments = method.GetParameters().Select(ArgumentFor).ToArray();
        var returned = method.Invoke(client, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return returned is IAsyncEnumerable<object> items ? () => items.ToListAsync().AsTask() : () => (Task)returned!;
    }

    private static object? ArgumentFor(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
        : parameter.HasDefaultValue ? parameter.DefaultValue
        : ValueOf(parameter.ParameterType);

    /// <summary>A value that has everything that is required, and nothing else.</summary>
    private static object ValueOf(Type type)
    {
        if (type == typeof(string))
        {
            return AnyText;
        }

        if (type == typeof(JsonElement))
        {
            // The default value is no JSON, and would be refused.
            return JsonElement.Parse("{}");
        }

        if (GivenOf(type) is { } given)
        {
            return given;
        }

        if (type.IsValueType)
        {
            // A wire enumeration, of which an empty one would be refused.
            return type.GetConstructor([typeof(string)])?.Invoke([AnyText]) ?? Activator.CreateInstance(type)!;
        }

        if (type.GetConstructors().Length == 0 && type.GetMethod("FromBytes") is { } factory)
        {
            // A file, which is made by its factories alone.
            return factory.Invoke(null, [.. factory.GetParameters().Select(parameter => ArgumentFor(parameter))])!;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            // A list of one, because an empty one would be refused.
            var list = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            list.SetValue(ValueOf(type.GetGenericArguments()[0]), 0);
            return list;
        }

        var constructor = type.GetConstructors().MinBy(found => found.GetParameters().Length)!;
        var value = constructor.Invoke([.. constructor.GetParameters().Select(parameter => ValueOf(parameter.ParameterType))]);
        foreach (var property in type.GetProperties().Where(property => property.IsDefined(typeof(RequiredMemberAttribute))))
        {
            property.SetValue(value, ValueOf(property.PropertyType));
        }

        return value;
    }

    /// <summary>A value of a type that has no constructor for it, or of which the default value would be refused; null for every other type.</summary>
    private static object? GivenOf(Type type) =>
        type == typeof(ReadOnlyMemory<byte>) ? new ReadOnlyMemory<byte>("x1"u8.ToArray())
        : type == typeof(Stream) ? new MemoryStream("x1"u8.ToArray())
        // Zero may be out of range.
        : type == typeof(int) || type == typeof(long) ? Convert.ChangeType(1, type, CultureInfo.InvariantCulture)
        : type.IsSubclassOf(typeof(Delegate)) ? Idle(type)
        : null;

    /// <summary>A callback that does nothing.</summary>
    private static Delegate Idle(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType));
        Expression result = invoke.ReturnType == typeof(Task) ? Expression.Constant(Task.CompletedTask) : Expression.Default(invoke.ReturnType);
        return Expression.Lambda(type, result, parameters).Compile();
    }
}
